/** The locks that this tab holds: one for each appointment, shared by all that need it here. */
import { acquireLock, releaseLock } from '@/api/calls';
import type { Appointment, Lock } from '@/api/types';
import { getAppointmentNow } from '@/live/appointments';
import { beforeSignOut } from '@/session/session';
import { createLease, lockOf, type LeaseHandle } from './lease';

const leases = new Map<string, LeaseHandle>();
const users = new Map<string, number>();
/** Locks taken for a moment, and by how many actions at once. */
const moments = new Map<string, { count: number; lock: Promise<Lock> }>();
/** What was given back because the page went away. */
let suspended: string[] = [];

/** The lease of an appointment, for as long as somebody edits it here. */
export function openLease(id: string): LeaseHandle {
  watchPage();
  const lease = leases.get(id) ?? createLease(id);
  leases.set(id, lease);
  users.set(id, (users.get(id) ?? 0) + 1);
  return lease;
}

/** Gives it back, unless it was opened again meanwhile. */
export async function closeLease(id: string): Promise<void> {
  const left = (users.get(id) ?? 1) - 1;
  users.set(id, left);
  const lease = leases.get(id);
  if (left > 0 || !lease) return;
  await lease.release();
  if (users.get(id)) return;
  users.delete(id);
  leases.delete(id);
  lease.dispose();
}

/** Does something that needs the lock: with this tab's, or with one that is taken and given back. */
export async function withLock<T>(appointment: Appointment, action: (lock: Lock) => Promise<T>): Promise<T> {
  const { id, version } = appointment;
  const held = lockOf(leases.get(id));
  if (held) return action(held);

  const moment = moments.get(id) ?? { count: 0, lock: acquireLock(id, version) };
  moments.set(id, moment);
  moment.count++;
  try {
    return await action(await moment.lock);
  } finally {
    moment.count--;
    if (moment.count === 0) {
      moments.delete(id);
      // An editor that was opened meanwhile goes on with it; a cancelled appointment has no lock any more.
      const lock = await moment.lock.catch(() => null);
      const isWanted = leases.get(id)?.state.getState().phase === 'acquiring' || lockOf(leases.get(id)) !== null;
      if (lock && !isWanted) await releaseLock(id, { lock: lock.id }).catch(() => undefined);
    }
  }
}

let watched = false;

function watchPage(): void {
  if (watched) return;
  watched = true;
  const recheck = () => leases.forEach((lease) => void lease.recheck());
  beforeSignOut(async () => {
    await Promise.all([...leases.values()].map((lease) => lease.release()));
  });
  addEventListener('pagehide', () => {
    const held = [...leases].filter(([, lease]) => lockOf(lease) !== null);
    suspended = held.map(([id]) => id);
    held.forEach(([, lease]) => void lease.release({ keepalive: true }));
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) suspended.forEach(resume);
    suspended = [];
  });
  addEventListener('online', recheck);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') recheck();
  });
}

/** The page came back out of the browser's cache with an editor open: it asks for its lock like anybody else. */
function resume(id: string): void {
  const appointment = getAppointmentNow(id);
  if (appointment) void leases.get(id)?.acquire(appointment);
}
