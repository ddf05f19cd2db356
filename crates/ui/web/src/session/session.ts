/** Who is signed in: kept in local storage, so that every tab of the browser is. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SessionAnswer, User } from '@/api/types';
import { local } from '@/lib/storage';

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
  /** Whose place the address is: somebody else does not go on there. */
  placeOf: string | null;
}

const KEY = 'session';
const NOBODY = '';

/** How long what is to be done before signing out may take, in milliseconds. */
const LAST_WORDS = 3000;

const first = stored();

export const sessionStore = createStore<State>(() => ({ session: first, ended: false, placeOf: first?.user.id ?? null }));

const farewells = new Set<() => Promise<void>>();

/** Tells the other tabs that somebody signs out, while the token is still good. */
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('signing-out');

function stored(): Session | null {
  try {
    return JSON.parse(local.get(KEY) ?? 'null') as Session | null;
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
  local.set(KEY, JSON.stringify(session));
  sessionStore.setState({ session, ended: false });
}

/** Ends it in every tab. By the user: where one was is forgotten; otherwise one comes back to it. */
export function end({ by }: { by: 'user' | 'expiry' }): void {
  const mine = sessionStore.getState().session;
  const other = stored();
  // A tab that slept through a new token, or a new sign-in, has only lost what was replaced.
  if (by === 'expiry' && other && mine && other.token !== mine.token) return sessionStore.setState({ session: other });
  local.remove(KEY);
  ended(by);
}

function ended(by: 'user' | 'expiry'): void {
  sessionStore.setState(by === 'user' ? { session: null, ended: false, placeOf: NOBODY } : { session: null, ended: true });
}

/** The place that the address names is this user's from now on. */
export function takePlace(userId: string): void {
  sessionStore.setState({ placeOf: userId });
}

/** Has something done before the session is given up on the user's wish. */
export function beforeSignOut(farewell: () => Promise<void>): () => void {
  farewells.add(farewell);
  return () => farewells.delete(farewell);
}

function sayFarewell(): Promise<unknown> {
  return Promise.allSettled([...farewells].map((farewell) => farewell()));
}

/** Signs out: what is held, here and in other tabs, is given back first, but never waited for for long. */
export async function signOut(logout: () => Promise<unknown>): Promise<void> {
  const limit = new Promise((resolve) => setTimeout(resolve, LAST_WORDS));
  await Promise.race([Promise.all([sayFarewell(), askOtherTabs()]), limit]);
  await Promise.race([logout().catch(() => undefined), limit]);
  end({ by: 'user' });
}

/** Other tabs answer when they have given back what they hold; how many there are, nobody knows, so they get a moment to say that they are. */
const MOMENT = 150;

async function askOtherTabs(): Promise<void> {
  if (!tabs) return;
  let [busy, done] = [0, 0];
  const hear = ({ data }: MessageEvent) => {
    if (data === 'wait') busy += 1;
    if (data === 'done') done += 1;
  };
  tabs.addEventListener('message', hear);
  tabs.postMessage('farewell');
  do await new Promise((resolve) => setTimeout(resolve, MOMENT));
  while (done < busy && sessionStore.getState().session);
  tabs.removeEventListener('message', hear);
}

let signsOutElsewhere = false;

tabs?.addEventListener('message', ({ data }) => {
  if (data !== 'farewell') return;
  signsOutElsewhere = true;
  tabs.postMessage('wait');
  void sayFarewell().then(() => tabs.postMessage('done'));
});

// What another tab does counts here, too.
addEventListener('storage', (event) => {
  if (event.key !== KEY) return;
  const session = stored();
  if (session) sessionStore.setState({ session, ended: false });
  else ended(signsOutElsewhere ? 'user' : 'expiry');
  signsOutElsewhere = false;
});
