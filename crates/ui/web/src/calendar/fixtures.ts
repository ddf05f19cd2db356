import type { Appointment, Lock } from '@/api/types';
import { toIso } from '@/lib/time';
import * as testing from '@/testing';

/** An appointment for tests: an hour on 1 December 2026. */
export function appointment(change: Partial<Appointment> = {}): Appointment {
  return testing.appointment({ id: 'a1', endTime: '2026-12-01T10:00:00.000Z', ...change });
}

export function lock(user: { id: string; name: string }, expiresAt: number): Lock {
  return testing.lockOf({ ...user, email: `${user.id}@example.org` }, { id: `lock-${user.id}`, appointmentId: 'a1', expiresAt: toIso(expiresAt), createdAt: '2026-12-01T08:00:00.000Z' });
}

/** That many appointments over the week of 1 December 2026, in opening hours, of three doctors. */
export function busyWeek(count: number): Appointment[] {
  return Array.from({ length: count }, (_, index) => {
    const start = Date.UTC(2026, 10, 30 + (index % 7), 8, 30 * (Math.floor(index / 7) % 29));
    const doctorName = ['Dr. Sari', 'Dr. Wijaya', 'Dr. Hartono'][index % 3] ?? null;
    return appointment({ id: `a${index}`, title: `Visit ${index}`, doctorName, startTime: toIso(start), endTime: toIso(start + 30 * 60_000) });
  });
}
