/** Who asks for what others hold: read from the locks themselves, so that every tab sees the same. */
import type { Appointment, Lock, Person } from '@/api/types';

/** Control: the lock is handed to who asks. Release: nobody has it then. */
export type Kind = 'control' | 'release';

/** One who asks, waiting for the holder's answer. */
export interface Ask {
  /** Stays the same while the same request waits, even if the holder goes on in another tab. */
  key: string;
  kind: Kind;
  appointmentId: string;
  lockId: string;
  requester: Person;
  /** When it settles itself, in milliseconds; null: never. */
  respondBy: number | null;
}

interface Pending {
  by: Person | null;
  byId: string | null;
  respondBy: number | null;
}

const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text));

/** What is asked of the lock's holder, if anything. */
export function pendingOn(lock: Lock, kind: Kind): Pending | null {
  const [byId, by, respondBy] =
    kind === 'control'
      ? [lock.requestControlByUserId, lock.requestControlByUser, lock.requestControlRespondBy]
      : [lock.requestForceReleaseByUserId, lock.requestForceReleaseByUser, lock.requestForceReleaseRespondBy];
  return byId === null ? null : { byId, by, respondBy: instant(respondBy) };
}

/** What others ask of these appointments' holder. */
export function asksOf(appointments: readonly Appointment[]): Ask[] {
  return appointments.flatMap(({ id, appointmentLock: lock }) =>
    (['release', 'control'] as const).flatMap((kind) => {
      const pending = lock ? pendingOn(lock, kind) : null;
      if (!lock || !pending?.by) return [];
      const key = [kind, id, pending.by.id, pending.respondBy].join(':');
      return [{ key, kind, appointmentId: id, lockId: lock.id, requester: pending.by, respondBy: pending.respondBy }];
    }),
  );
}

/**
 * The one to be answered now. What is shown stays until it is done with; then the earliest deadline comes first, on a
 * tie the release, as the server has it. One whose time is up has settled itself.
 */
export function dueAsk(asks: readonly Ask[], shown: string | null, answered: ReadonlySet<string>, now: number): Ask | null {
  const open = asks.filter(({ key, respondBy }) => !answered.has(key) && (respondBy === null || respondBy > now));
  const deadline = ({ respondBy }: Ask) => respondBy ?? Infinity;
  const earliest = open.reduce<Ask | null>((first, ask) => (first && deadline(first) <= deadline(ask) ? first : ask), null);
  return open.find(({ key }) => key === shown) ?? earliest;
}
