import { usePlace } from '@/app/navigation';

/** The secret of the link that leads here, such as `#/setup/<token>`; empty without one. */
export function useLinkToken(page: 'setup' | 'password'): string {
  const place = usePlace();
  return place.page === page ? place.token : '';
}

/** Leaves a link's page for the calendar, or for the sign-in in front of it; the used secret stays out of the history. */
export function leaveLink(): void {
  location.replace('#/');
}
