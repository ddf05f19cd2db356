/** For tests. */
import type { Appointment, Lock } from '@/api/types';
import * as testing from '@/testing';

const LONG = { expiresAt: '2099-01-01T00:00:00.000Z', createdAt: '2026-11-23T00:00:00.000Z' };

export function appointmentOf(more: Partial<Appointment> = {}): Appointment {
  return testing.appointment({ id: 'a1', phone: '0812', ...more });
}

export function lockOf(more: Partial<Lock> = {}): Lock {
  return testing.lockOf({ id: 'u2', name: 'Budi', email: 'budi@clinic.example' }, { id: 'l1', appointmentId: 'a1', ...LONG, ...more });
}
