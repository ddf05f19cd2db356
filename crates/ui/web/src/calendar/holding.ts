import type { Appointment } from '@/api/types';

/** Who holds an appointment, as its card tells it. */
export type Holding = { kind: 'free' } | { kind: 'mine'; until: number } | { kind: 'theirs'; name: string };

const FREE: Holding = { kind: 'free' };

export function holdingOf({ appointmentLock: lock }: Appointment, me: string): Holding {
  if (!lock) return FREE;
  return lock.userId === me ? { kind: 'mine', until: Date.parse(lock.expiresAt) } : { kind: 'theirs', name: lock.user.name };
}

export const TONES: Record<Holding['kind'], string> = {
  free: 'bg-event text-on-event',
  mine: 'bg-accent text-on-accent',
  theirs: 'bg-held text-on-held',
};
