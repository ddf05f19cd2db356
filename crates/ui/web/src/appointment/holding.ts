/** The locks that this tab holds: one for each appointment, shared by all that need it here. */
import { acquireLock, releaseLock } from '@/api/calls';
import type { Appointment, Lock } from '@/api/types';
import { getAppointmentNow } from '@/live/appointments';
import { beforeSignOut } from '@/session/session';
import { createLease, lockOf, type LeaseHandle } from './lease';

interface Opened {
  lease: LeaseHandle;
  /** How many edit it. */
  users: number;
  /** The last giving back. */
  leaving?: Promise<void>;
}

const opened = new Map<string, Opened>();
const leaseOf = (id: string) => opened.get(id)?.lease;
const allLeases = () => [...opened].map(([id, { lease }]) => ({ id, lease }));
/** Locks taken for a moment, and by how many actions at once. */
const moments = new Map<string, { count: number; lock: Promise<Lock> }>();
/** What was given back because the page went away. */
let suspended: string[] = [];

/** The lease of an appointment, for as long as somebody edits it here. */
export function openLease(id: string): LeaseHandle {
  watchPage();
  const entry = opened.get(id) ?? { lease: createLease(id), users: 0 };
  opened.set(id, entry);
  entry.users++;
  return entry.lease;
}

/** Gives it back. Until that is done it stays known, so that who opens it again meanwhile goes on with the same one. */
export async function closeLease(id: string): Promise<void> {
  const entry = opened.get(id);
  if (!entry || --entry.users > 0) return;
  const leaving = entry.lease.release();
  entry.leaving = leaving;
  await leaving;
  if (entry.users > 0 || entry.leaving !== leaving) return;
  opened.delete(id);
  entry.lease.dispose();
}

/** Does something that needs the lock: with this tab's, or with one that is taken and given back. */
export async function withLock<T>(appointment: Appointment, action: (lock: Lock) => Promise<T>): Promise<T> {
  const { id, version } = appointment;
  const held = lockOf(leaseOf(id));
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
      const isWanted = leaseOf(id)?.state.getState().phase === 'acquiring' || lockOf(leaseOf(id)) !== null;
      if (lock && !isWanted) await releaseLock(id, { lock: lock.id }).catch(() => undefined);
    }
  }
}

let watched = false;

function watchPage(): void {
  if (watched) return;
  watched = true;
  const recheck = () => allLeases().forEach(({ lease }) => void lease.recheck());
  beforeSignOut(async () => {
    await Promise.all(allLeases().map(({ lease }) => lease.release()));
  });
  addEventListener('pagehide', () => {
    const held = allLeases().filter(({ lease }) => lockOf(lease) !== null);
    suspended = held.map(({ id }) => id);
    held.forEach(({ lease }) => void lease.release({ keepalive: true }));
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
  if (appointment) void leaseOf(id)?.acquire(appointment);
}
