import i18next from 'i18next';
import type { Appointment } from '@/api/types';
import { now } from '@/live/clock';
import { isOnline } from '@/live/connection';
import { toast } from '@/lib/toast';
import { sessionStore } from '@/session/session';
import { pendingMove } from './pending';
import { permission } from './permission';
import { permissionText } from './refusal';

/** Whether this may be taken up now; if not, the user is told why. */
export function mayMove(appointment: Appointment): boolean {
  const { id, title } = appointment;
  const me = sessionStore.getState().session?.user.id ?? '';
  const answer = permission(appointment, { me, now: now(), online: isOnline(), busy: pendingMove(id) !== undefined });
  if (!answer.may) toast(permissionText(answer, title, i18next.t), { id: `move ${id}`, kind: 'error' });
  return answer.may;
}
