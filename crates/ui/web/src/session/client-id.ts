/**
 * One id for each browser tab. It survives a reload; a duplicated tab, which gets a copy of the session storage, notices
 * that the id is in use and takes a new one, else two tabs would share a lock unseen.
 */
import { tab } from '@/lib/storage';

const KEY = 'client-id';

let id = tab.get(KEY) ?? fresh();

function fresh(): string {
  const made = crypto.randomUUID();
  tab.set(KEY, made);
  return made;
}

export function clientId(): string {
  return id;
}

/** Claims the id for this tab as long as it lives. A page being reloaded gives its claim up a little late, hence the wait. */
export async function claimClientId(): Promise<void> {
  if (!navigator.locks) return;
  const claimed = await hold(AbortSignal.timeout(700));
  if (!claimed) {
    id = fresh();
    await hold(AbortSignal.timeout(700));
  }
}

function hold(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const claim = navigator.locks.request(`client ${id}`, { signal }, () => {
      resolve(true);
      return new Promise(() => {});
    });
    claim.catch(() => resolve(false));
  });
}
