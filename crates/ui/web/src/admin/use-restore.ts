import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { restoreAppointment } from '@/api/calls';
import { Problem, problemText } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import type { Appointment } from '@/api/types';
import { openAppointment } from '@/app/navigation';
import { dateOf } from '@/lib/time';
import { toast } from '@/lib/toast';
import type { Busy } from './BusyDialog';

/** Restores cancelled appointments; `onBusy` tells of one whose time is taken. */
export function useRestore(onBusy: (busy: Busy) => void) {
  const { t } = useTranslation();
  const [restoring, setRestoring] = useState<ReadonlySet<string>>(new Set());

  const attempt = async (appointment: Appointment) => {
    const { id, title, startTime } = appointment;
    try {
      await restoreAppointment(id);
      toast(t('admin.cancelled.restored', { title }), { kind: 'success', action: { label: t('admin.busy.open'), onClick: () => openAppointment(id, dateOf(startTime)) } });
    } catch (problem) {
      const code = problem instanceof Problem ? problem.code : '';
      if (problem instanceof Problem && code === 'doctor_busy') onBusy({ appointment, conflicts: problem.conflicts ?? [] });
      else if (code === 'appointment_not_found') toast(t('admin.cancelled.already', { title }));
      else toast(problemText(problem, t), { kind: 'error' });
    }
    await queryClient.invalidateQueries({ queryKey: queryKeys.cancelled });
  };

  const restore = (appointment: Appointment) => {
    if (restoring.has(appointment.id)) return;
    setRestoring((before) => new Set(before).add(appointment.id));
    void attempt(appointment).finally(() => setRestoring((before) => new Set([...before].filter((id) => id !== appointment.id))));
  };
  return { restore, restoring };
}
