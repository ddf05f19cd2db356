import { useTranslation } from 'react-i18next';
import type { Appointment, Conflict } from '@/api/types';
import { openAppointment } from '@/app/navigation';
import { AlertDialog } from '@/components/AlertDialog';
import { Button } from '@/components/Button';
import { dateOf, formatWhen } from '@/lib/time';

/** What could not be restored, and what stands in its place. */
export interface Busy {
  appointment: Appointment;
  conflicts: readonly Conflict[];
}

export function BusyDialog({ busy: { appointment, conflicts }, onClose }: { busy: Busy; onClose: () => void }) {
  const { t } = useTranslation();
  const { title, doctorName } = appointment;
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('admin.busy.title')}
      description={t('admin.busy.text', { title, doctor: doctorName ?? '' })}
      footer={
        <Button kind="primary" onClick={onClose}>
          {t('app.close')}
        </Button>
      }
    >
      <ul className="divide-y divide-line rounded-md border border-line">
        {conflicts.map((conflict) => (
          <li key={conflict.id} className="flex items-center justify-between gap-3 px-3 py-2">
            <span className="min-w-0">
              <span className="block font-medium break-words">{conflict.title}</span>
              <span className="block text-soft tabular-nums">{formatWhen(Date.parse(conflict.startTime), Date.parse(conflict.endTime))}</span>
            </span>
            <Button small onClick={() => openAppointment(conflict.id, dateOf(conflict.startTime))} aria-label={t('admin.busy.openLabel', { title: conflict.title })}>
              {t('admin.busy.open')}
            </Button>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-soft">{t('admin.busy.then')}</p>
    </AlertDialog>
  );
}
