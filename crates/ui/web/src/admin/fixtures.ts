/** What the tests of these pages have in common. */
import type { Appointment, LiveLock } from '@/api/types';

export const BUDI = { id: '01a20676-936d-75e2-8a5a-39cf79b76f72', name: 'Budi', email: 'budi@clinic.example' };

export function appointmentOf(change: Partial<Appointment> = {}): Appointment {
  return {
    id: '01a20676-948f-75e2-8a5a-39cf79b76f72',
    title: 'Check-up',
    patientName: 'Siti Rahma',
    datebirth: '1990-05-01',
    gender: 'female',
    phone: null,
    address: null,
    doctorName: 'Dr. Sari',
    note: null,
    description: null,
    startTime: '2026-12-01T02:00:00.000Z',
    endTime: '2026-12-01T02:30:00.000Z',
    overbooked: false,
    version: 1,
    revision: 3,
    createdAt: '2026-11-20T02:00:00.000Z',
    updatedAt: '2026-11-20T02:00:00.000Z',
    appointmentLock: null,
    ...change,
  };
}

export function lockOf(change: Partial<LiveLock> = {}): LiveLock {
  const { id, title, startTime } = appointmentOf();
  return {
    id: '01a20689-5661-747b-9892-0488bda21d71',
    appointmentId: id,
    appointment: { id, title, startTime },
    userId: BUDI.id,
    user: BUDI,
    clientId: null,
    requestControlByUserId: null,
    requestControlByUser: null,
    requestControlRespondBy: null,
    requestForceReleaseByUserId: null,
    requestForceReleaseByUser: null,
    requestForceReleaseRespondBy: null,
    createdAt: new Date(Date.now() - 60_000).toISOString(),
    expiresAt: new Date(Date.now() + 240_000).toISOString(),
    ...change,
  };
}
