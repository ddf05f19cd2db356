/** What the tests of these pages have in common. */
import type { Appointment, AuditEvent, LiveLock } from '@/api/types';
import * as testing from '@/testing';

export const BUDI = { id: '01a20676-936d-75e2-8a5a-39cf79b76f72', name: 'Budi', email: 'budi@clinic.example' };

export function appointmentOf(change: Partial<Appointment> = {}): Appointment {
  const times = { startTime: '2026-12-01T02:00:00.000Z', endTime: '2026-12-01T02:30:00.000Z' };
  return testing.appointment({ id: '01a20676-948f-75e2-8a5a-39cf79b76f72', ...times, revision: 3, ...change });
}

export function lockOf(change: Partial<LiveLock> = {}): LiveLock {
  const { id, title, startTime } = appointmentOf();
  const [createdAt, expiresAt] = [-60_000, 240_000].map((from) => new Date(Date.now() + from).toISOString());
  const lock = testing.lockOf(BUDI, { id: '01a20689-5661-747b-9892-0488bda21d71', appointmentId: id, createdAt, expiresAt });
  return { ...lock, appointment: { id, title, startTime }, ...change };
}

let seq = 1000;

/** What Budi did. */
export function auditOf(kind: AuditEvent['kind'], change: Partial<AuditEvent> = {}): AuditEvent {
  seq -= 1;
  const { id, name } = BUDI;
  return { seq, at: '2026-11-23T03:00:00.000Z', kind, actor: { id, name }, subject: null, appointmentId: null, window: null, changed: [], ...change };
}
