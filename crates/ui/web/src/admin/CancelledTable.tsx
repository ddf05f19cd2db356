import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '@/account/BusyButton';
import type { Appointment } from '@/api/types';
import { formatAgo, formatDate, formatMoment, formatRange, zoned } from '@/lib/time';
import { CancelReason } from './CancelReason';
import { type Column, DataTable } from './DataTable';

interface Props {
  rows: readonly Appointment[];
  restoring: ReadonlySet<string>;
  onRestore: (appointment: Appointment) => void;
}

export function CancelledTable({ rows, restoring, onRestore }: Props) {
  const { t } = useTranslation();
  const columns: Column<Appointment>[] = [
    {
      key: 'appointment',
      header: t('admin.cancelled.appointment'),
      isName: true,
      cell: ({ title, patientName }) => (
        <>
          <span className="block font-medium break-words text-ink">{title}</span>
          <span className="block break-words text-soft">{patientName}</span>
        </>
      ),
    },
    { key: 'when', header: t('admin.cancelled.when'), cell: (appointment) => <When appointment={appointment} /> },
    { key: 'doctor', header: t('admin.cancelled.doctor'), cell: ({ doctorName }) => <span className={doctorName ? 'text-ink' : 'text-soft'}>{doctorName ?? t('admin.cancelled.noDoctor')}</span> },
    { key: 'cancelled', header: t('admin.cancelled.cancelled'), cell: (appointment) => <Cancelling appointment={appointment} /> },
    {
      key: 'restore',
      header: t('admin.actions'),
      isActions: true,
      cell: (appointment) => (
        <BusyButton small busy={restoring.has(appointment.id)} onClick={() => onRestore(appointment)} aria-label={t('admin.cancelled.restoreLabel', { title: appointment.title })}>
          <Undo2 className="size-4 rtl:-scale-x-100" aria-hidden="true" />
          {t('admin.cancelled.restore')}
        </BusyButton>
      ),
    },
  ];
  return <DataTable label={t('admin.cancelled.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}

function When({ appointment: { startTime, endTime } }: { appointment: Appointment }) {
  const start = Date.parse(startTime);
  return (
    <>
      <span className="block whitespace-nowrap text-ink">{formatDate(zoned(start).toPlainDate())}</span>
      <span className="block text-soft tabular-nums">{formatRange(start, Date.parse(endTime))}</span>
    </>
  );
}

function Cancelling({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { cancelledAt, cancelledBy } = appointment;
  return (
    <>
      {cancelledAt && (
        <time dateTime={cancelledAt} title={formatMoment(Date.parse(cancelledAt))} className="text-ink">
          {formatAgo(Date.parse(cancelledAt))}
        </time>
      )}{' '}
      {cancelledBy && <span className="text-soft">{t('admin.cancelled.by', { name: cancelledBy.name })}</span>}
      <div>
        <CancelReason appointment={appointment} />
      </div>
    </>
  );
}
