/** Who signed in last in this tab, so that only the password is to be typed after the end of a session. */
import { tab } from '@/lib/storage';

const KEY = 'last-email';

export function rememberEmail(email: string): void {
  tab.set(KEY, email);
}

export function lastEmail(): string {
  return tab.get(KEY) ?? '';
}
