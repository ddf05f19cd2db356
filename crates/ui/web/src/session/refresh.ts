/** Renews the token while somebody works: before it is too old. */
import { refresh } from '@/api/calls';
import { now } from '@/live/clock';
import { amend, type Session, sessionStore } from './session';

/** How often is looked, and how long is waited after a try; milliseconds. */
const LOOK = 5_000;
const AGAIN = 30_000;

let active = 0;
let tried = 0;

/** Half of the token's time is over, and somebody has done something since the last try. */
function isDue({ expiresAt, got }: Session, at: number): boolean {
  const end = Date.parse(expiresAt) - now() + at;
  return active > tried && at - tried > AGAIN && end - at < at - got;
}

async function look(): Promise<void> {
  const session = sessionStore.getState().session;
  if (!session || !isDue(session, Date.now())) return;
  tried = Date.now();
  try {
    const fresh = await refresh();
    if (sessionStore.getState().session?.token === session.token) amend({ ...fresh, got: Date.now() });
  } catch {
    // Tried again a little later; the token's end itself is noticed by whoever uses it.
  }
}

export function keepSession(): () => void {
  const act = () => {
    active = Date.now();
  };
  const timer = setInterval(() => void look(), LOOK);
  addEventListener('pointerdown', act, { passive: true });
  addEventListener('keydown', act, { passive: true });
  return () => {
    clearInterval(timer);
    removeEventListener('pointerdown', act);
    removeEventListener('keydown', act);
  };
}
