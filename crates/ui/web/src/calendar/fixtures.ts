import type { Appointment, Lock } from '@/api/types';
import { toIso } from '@/lib/time';

/** An appointment for tests. */
export function appointment(change: Partial<Appointment> = {}): Appointment {
  return {
    id: 'a1',
    title: 'Check-up',
    patientName: 'Siti Rahma',
    datebirth: '1990-01-01',
    gender: 'female',
    phone: null,
    address: null,
    doctorName: 'Dr. Sari',
    note: null,
    description: null,
    startTime: '2026-12-01T09:00:00.000Z',
    endTime: '2026-12-01T10:00:00.000Z',
    overbooked: false,
    version: 1,
    revision: 1,
    createdAt: '2026-11-01T00:00:00.000Z',
    updatedAt: '2026-11-01T00:00:00.000Z',
    appointmentLock: null,
    ...change,
  };
}

export function lock(user: { id: string; name: string }, expiresAt: number): Lock {
  return {
    id: `lock-${user.id}`,
    appointmentId: 'a1',
    userId: user.id,
    user: { ...user, email: `${user.id}@example.org` },
    clientId: null,
    requestControlByUserId: null,
    requestControlByUser: null,
    requestControlRespondBy: null,
    requestForceReleaseByUserId: null,
    requestForceReleaseByUser: null,
    requestForceReleaseRespondBy: null,
    expiresAt: toIso(expiresAt),
    createdAt: '2026-12-01T08:00:00.000Z',
  };
}

/** That many appointments over the week of 1 December 2026, in opening hours, of three doctors. */
export function busyWeek(count: number): Appointment[] {
  return Array.from({ length: count }, (_, index) => {
    const start = Date.UTC(2026, 10, 30 + (index % 7), 8, 30 * (Math.floor(index / 7) % 29));
    const doctorName = ['Dr. Sari', 'Dr. Wijaya', 'Dr. Hartono'][index % 3] ?? null;
    return appointment({ id: `a${index}`, title: `Visit ${index}`, doctorName, startTime: toIso(start), endTime: toIso(start + 30 * 60_000) });
  });
}
