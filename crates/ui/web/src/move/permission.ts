import type { Appointment } from '@/api/types';

export type Permission = { may: true } | { may: false; why: 'held'; by: string | null } | { may: false; why: 'offline' | 'busy' };

interface Circumstances {
  me: string;
  now: number;
  online: boolean;
  /** An earlier move of it is still being saved. */
  busy: boolean;
}

/** Whether it may be taken up at all. What the server says at the end counts, but nobody should drag in vain. */
export function permission(appointment: Appointment, { me, now, online, busy }: Circumstances): Permission {
  if (!online) return { may: false, why: 'offline' };
  if (busy) return { may: false, why: 'busy' };
  const lock = appointment.appointmentLock;
  if (lock && lock.userId !== me && Date.parse(lock.expiresAt) > now) return { may: false, why: 'held', by: lock.user?.name ?? null };
  return { may: true };
}
