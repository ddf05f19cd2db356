/** For tests. */
import type { Appointment, Lock } from '@/api/types';

export function appointmentOf(more: Partial<Appointment> = {}): Appointment {
  return {
    id: 'a1',
    title: 'Check-up',
    patientName: 'Siti Rahma',
    datebirth: '1984-05-17',
    gender: 'female',
    phone: '0812',
    address: null,
    doctorName: 'Dr. Sari',
    note: null,
    description: null,
    startTime: '2026-12-01T09:00:00.000Z',
    endTime: '2026-12-01T09:30:00.000Z',
    overbooked: false,
    version: 1,
    revision: 1,
    createdAt: '2026-11-23T00:00:00.000Z',
    updatedAt: '2026-11-23T00:00:00.000Z',
    appointmentLock: null,
    ...more,
  };
}

export function lockOf(more: Partial<Lock> = {}): Lock {
  return {
    id: 'l1',
    appointmentId: 'a1',
    userId: 'u2',
    user: { id: 'u2', name: 'Budi', email: 'budi@clinic.example' },
    clientId: null,
    requestControlByUserId: null,
    requestControlByUser: null,
    requestControlRespondBy: null,
    requestForceReleaseByUserId: null,
    requestForceReleaseByUser: null,
    requestForceReleaseRespondBy: null,
    expiresAt: '2099-01-01T00:00:00.000Z',
    createdAt: '2026-11-23T00:00:00.000Z',
    ...more,
  };
}
