import type { TFunction } from 'i18next';
import { type Problem, problemText } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { formatWhen } from '@/lib/time';
import type { Permission } from './permission';

/** Why it was not moved, in a sentence that names the appointment. */
export function refusalText(problem: Problem, appointment: Appointment, t: TFunction): string {
  const title = appointment.title;
  switch (problem.code) {
    case 'locked':
      return t('move.held', { title, name: problem.lock?.user?.name ?? t('move.somebody') });
    case 'version_conflict':
      return t('move.changedMeanwhile', { title });
    case 'appointment_not_found':
      return t('move.gone', { title });
    case 'doctor_busy':
      return t('move.clash', { doctor: appointment.doctorName ?? '', clashes: clashesOf(problem) });
    default:
      return t('move.refused', { title, reason: problemText(problem, t) });
  }
}

function clashesOf({ conflicts = [] }: Problem): string {
  const named = conflicts.map(({ title, startTime, endTime }) => `${title} (${formatWhen(Date.parse(startTime), Date.parse(endTime))})`);
  return new Intl.ListFormat(document.documentElement.lang || 'en').format(named);
}

/** Why it cannot even be taken up. */
export function permissionText(permission: Extract<Permission, { may: false }>, title: string, t: TFunction): string {
  if (permission.why === 'held') return t('move.held', { title, name: permission.by ?? t('move.somebody') });
  return permission.why === 'offline' ? t('move.offline') : t('move.busy', { title });
}
