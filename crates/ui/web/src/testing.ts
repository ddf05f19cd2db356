/** What tests are made of. */
import type { Appointment, Lock, Person, User } from './api/types';

export const ana: User = { id: '0190a000-0000-7000-8000-00000000000a', name: 'Ana', email: 'ana@clinic.example', isAdmin: true, createdAt: '2026-11-01T08:00:00.000Z' };
export const budi: User = { ...ana, id: '0190a000-0000-7000-8000-00000000000b', name: 'Budi', email: 'budi@clinic.example', isAdmin: false };

let count = 0;

export function appointment(change: Partial<Appointment> = {}): Appointment {
  count += 1;
  return {
    id: `0190a000-0000-7000-9000-${String(count).padStart(12, '0')}`,
    title: 'Check-up',
    patientName: 'Siti Rahma',
    datebirth: '1984-05-17',
    gender: 'female',
    phone: null,
    address: null,
    doctorName: 'Dr. Sari',
    note: null,
    description: null,
    startTime: '2026-12-01T09:00:00.000Z',
    endTime: '2026-12-01T09:30:00.000Z',
    overbooked: false,
    version: 1,
    revision: 1,
    createdAt: '2026-11-01T08:00:00.000Z',
    updatedAt: '2026-11-01T08:00:00.000Z',
    appointmentLock: null,
    ...change,
  } as Appointment;
}

export function lockOf({ id, name, email }: Person, change: Partial<Lock> = {}): Lock {
  count += 1;
  return {
    id: `0190a000-0000-7000-a000-${String(count).padStart(12, '0')}`,
    appointmentId: '0190a000-0000-7000-9000-000000000001',
    userId: id,
    user: { id, name, email },
    clientId: null,
    requestControlByUserId: null,
    requestControlByUser: null,
    requestControlRespondBy: null,
    requestForceReleaseByUserId: null,
    requestForceReleaseByUser: null,
    requestForceReleaseRespondBy: null,
    expiresAt: new Date(Date.now() + 300_000).toISOString(),
    createdAt: new Date().toISOString(),
    ...change,
  };
}
