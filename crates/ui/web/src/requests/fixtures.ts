/** Appointments and locks for the tests. */
import type { Appointment, HistoryEntry, Lock, Person, User } from '@/api/types';
import * as testing from '@/testing';

export const budi: Person = { id: 'u-budi', name: 'Budi', email: 'budi@clinic.example' };
export const citra: Person = { id: 'u-citra', name: 'Citra', email: 'citra@clinic.example' };
export const ana: Person = { id: 'u-ana', name: 'Ana', email: 'ana@clinic.example' };

export function user(person: Person, isAdmin = true): User {
  return { ...person, isAdmin, createdAt: '2026-01-01T00:00:00.000Z' };
}

const LONG = { expiresAt: '2099-01-01T00:00:00.000Z', createdAt: '2026-01-01T00:00:00.000Z' };

export function lock(change: Partial<Lock> = {}): Lock {
  return testing.lockOf(budi, { id: 'lock-1', appointmentId: 'a-1', ...LONG, ...change });
}

export const controlBy = (person: Person, respondBy: string | null): Partial<Lock> => ({
  requestControlByUserId: person.id,
  requestControlByUser: person,
  requestControlRespondBy: respondBy,
});

export const releaseBy = (person: Person, respondBy: string | null): Partial<Lock> => ({
  requestForceReleaseByUserId: person.id,
  requestForceReleaseByUser: person,
  requestForceReleaseRespondBy: respondBy,
});

let revision = 0;

export function appointment(appointmentLock: Lock | null, change: Partial<Appointment> = {}): Appointment {
  revision += 1;
  return testing.appointment({ id: 'a-1', revision, appointmentLock, ...change });
}

export function entry(kind: HistoryEntry['kind'], actor: Person | null, subject: Person | null = null, detail: HistoryEntry['detail'] = {}): HistoryEntry {
  const named = (person: Person | null) => person && { id: person.id, name: person.name };
  return { seq: 1, kind, at: '2026-12-01T08:00:00.000Z', actor: named(actor), subject: named(subject), revision: 1, detail };
}
