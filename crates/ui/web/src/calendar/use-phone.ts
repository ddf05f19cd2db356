import { useEffect, useSyncExternalStore } from 'react';
import { placeNow, showView } from '@/app/navigation';

const PHONE = '(max-width: 639px)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(PHONE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the screen is a phone's. There a day is what fits, so that is shown first; the other views can still be chosen. */
export function usePhone(): boolean {
  const phone = useSyncExternalStore(subscribe, () => matchMedia(PHONE).matches);
  useEffect(() => {
    const place = placeNow();
    if (phone && place.page === 'calendar' && place.panel === null && place.view !== 'day') showView('day', place.date);
  }, [phone]);
  return phone;
}
