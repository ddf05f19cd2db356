/** Who is signed in: kept in local storage, so that every tab of the browser is. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SessionAnswer, User } from '@/api/types';

export { clientId } from './client-id';

export interface Session {
  user: User;
  token: string;
  /** When the token's time is up, by the server's clock. */
  expiresAt: string;
  /** When it was got, by this device's; milliseconds. */
  got: number;
}

interface State {
  session: Session | null;
  /** It ended without having been asked to: what was being done waits behind the sign-in. */
  ended: boolean;
}

const KEY = 'session';

/** How long what is to be done before signing out may take, in milliseconds. */
const LAST_WORDS = 3000;

export const sessionStore = createStore<State>(() => ({ session: stored(), ended: false }));

const farewells = new Set<() => Promise<void>>();

function stored(): Session | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}

export function useSession(): State {
  return useStore(sessionStore);
}

/** Who is signed in; only for what is shown to somebody signed in. */
export function useUser(): User {
  const session = useStore(sessionStore, (state) => state.session);
  if (!session) throw new Error('nobody is signed in');
  return session.user;
}

export function begin({ token, expiresAt, ...user }: SessionAnswer): void {
  keep({ user, token, expiresAt, got: Date.now() });
}

/** Takes a later token, or another name, of the same sign-in. */
export function amend(change: Partial<Session>): void {
  const session = sessionStore.getState().session;
  if (session) keep({ ...session, ...change });
}

function keep(session: Session): void {
  localStorage.setItem(KEY, JSON.stringify(session));
  sessionStore.setState({ session, ended: false });
}

/** Ends it in every tab. By the user: where one was is forgotten; otherwise one comes back to it. */
export function end({ by }: { by: 'user' | 'expiry' }): void {
  localStorage.removeItem(KEY);
  sessionStore.setState({ session: null, ended: by === 'expiry' });
}

/** Has something done before the session is given up on the user's wish. */
export function beforeSignOut(farewell: () => Promise<void>): () => void {
  farewells.add(farewell);
  return () => farewells.delete(farewell);
}

/** Signs out: what is held is given back first, but never waited for for long. */
export async function signOut(logout: () => Promise<unknown>): Promise<void> {
  const limit = new Promise((resolve) => setTimeout(resolve, LAST_WORDS));
  const all = Promise.allSettled([...farewells].map((farewell) => farewell()));
  await Promise.race([all, limit]);
  await Promise.race([logout().catch(() => undefined), limit]);
  end({ by: 'user' });
}

// What another tab does counts here, too.
addEventListener('storage', (event) => {
  if (event.key !== KEY) return;
  const session = stored();
  sessionStore.setState({ session, ended: session === null && sessionStore.getState().ended });
});
