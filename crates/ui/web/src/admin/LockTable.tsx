import { useTranslation } from 'react-i18next';
import type { LiveLock } from '@/api/types';
import { openAppointment } from '@/app/navigation';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { dateOf, formatMoment, formatTime, zoned } from '@/lib/time';
import { useUser } from '@/session/session';
import { type Column, DataTable } from './DataTable';
import { Face } from './Face';
import { TimeLeft } from './TimeLeft';

interface Props {
  locks: readonly LiveLock[];
  now: number;
  onRelease: (lock: LiveLock) => void;
}

export function LockTable({ locks, now, onRelease }: Props) {
  const { t } = useTranslation();
  const me = useUser();
  const columns: Column<LiveLock>[] = [
    {
      key: 'appointment',
      header: t('admin.locks.appointment'),
      isName: true,
      cell: ({ appointment }) => (
        <>
          <button
            type="button"
            onClick={() => openAppointment(appointment.id, dateOf(appointment.startTime))}
            className="min-h-6 rounded-sm text-start font-medium break-words text-ink underline decoration-line underline-offset-4 hover:decoration-ink"
          >
            {appointment.title}
          </button>
          <span className="block text-soft">{formatMoment(Date.parse(appointment.startTime))}</span>
        </>
      ),
    },
    {
      key: 'holder',
      header: t('admin.locks.holder'),
      cell: (lock) => (
        <span className="flex flex-wrap items-center gap-2">
          <Face name={lock.user?.name ?? ''} id={lock.userId} />
          <span className="break-words text-ink">{lock.user?.name}</span>
          {lock.userId === me.id && <Badge>{t('admin.you')}</Badge>}
          <Asking lock={lock} />
        </span>
      ),
    },
    { key: 'since', header: t('admin.locks.since'), cell: (lock) => <span className="whitespace-nowrap text-soft">{since(lock.createdAt, now)}</span> },
    { key: 'left', header: t('admin.locks.left'), cell: (lock) => <TimeLeft until={Date.parse(lock.expiresAt)} now={now} /> },
    {
      key: 'release',
      header: t('admin.actions'),
      isActions: true,
      cell: (lock) => (
        <Button small onClick={() => onRelease(lock)} aria-label={t('admin.locks.releaseLabel', { title: lock.appointment.title })}>
          {t('admin.locks.release')}
        </Button>
      ),
    },
  ];
  return <DataTable label={t('admin.locks.title')} columns={columns} rows={locks} keyOf={(lock) => lock.id} />;
}

/** Who waits for the holder's answer. */
function Asking({ lock }: { lock: LiveLock }) {
  const { t } = useTranslation();
  const { requestControlByUser: control, requestForceReleaseByUser: release } = lock;
  return (
    <>
      {control && <Badge kind="warn">{t('admin.locks.asksControl', { name: control.name })}</Badge>}
      {release && <Badge kind="warn">{t('admin.locks.asksRelease', { name: release.name })}</Badge>}
    </>
  );
}

/** The time; with its date if that is not today's. */
function since(createdAt: string, now: number): string {
  const at = Date.parse(createdAt);
  return zoned(at).toPlainDate().equals(zoned(now).toPlainDate()) ? formatTime(at) : formatMoment(at);
}
