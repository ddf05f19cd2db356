/** Who signed in last in this tab, so that only the password is to be typed after the end of a session. */
const KEY = 'last-email';

export function rememberEmail(email: string): void {
  sessionStorage.setItem(KEY, email);
}

export function lastEmail(): string {
  return sessionStorage.getItem(KEY) ?? '';
}
