import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '@/api/types';
import { openAppointment } from '@/app/navigation';
import { Badge } from '@/components/Badge';
import { Button } from '@/components/Button';
import { formatAgo, formatMoment } from '@/lib/time';
import { useUser } from '@/session/session';
import { auditText } from './audit-words';
import { type Column, DataTable } from './DataTable';
import { Face } from './Face';

export function AuditTable({ events }: { events: readonly AuditEvent[] }) {
  const { t } = useTranslation();
  const me = useUser();
  const columns: Column<AuditEvent>[] = [
    {
      key: 'what',
      header: t('admin.audit.what'),
      isName: true,
      cell: (event) => (
        <span className="flex items-center gap-3">
          {event.actor && <Face {...event.actor} />}
          <span className="min-w-0 [overflow-wrap:anywhere] text-ink">{auditText(event, t)}</span>
          {event.actor?.id === me.id && <Badge>{t('admin.you')}</Badge>}
        </span>
      ),
    },
    { key: 'when', header: t('admin.audit.when'), cell: ({ at }) => <When at={at} /> },
    {
      key: 'open',
      header: t('admin.actions'),
      isActions: true,
      className: 'empty:hidden md:empty:table-cell',
      cell: (event) => event.appointmentId && <Opener id={event.appointmentId} text={auditText(event, t)} at={event.at} />,
    },
  ];
  return <DataTable label={t('admin.audit.title')} columns={columns} rows={events} keyOf={({ seq }) => String(seq)} />;
}

function When({ at }: { at: string }) {
  return (
    <time dateTime={at}>
      <span className="block whitespace-nowrap text-ink tabular-nums">{formatMoment(Date.parse(at))}</span>
      <span className="block text-soft">{formatAgo(Date.parse(at))}</span>
    </time>
  );
}

/** Which appointment it was: the log itself has no patient's data. */
function Opener({ id, text, at }: { id: string; text: string; at: string }) {
  const { t } = useTranslation();
  return (
    <Button small onClick={() => openAppointment(id)} aria-label={t('admin.audit.openLabel', { text, when: formatMoment(Date.parse(at)) })}>
      {t('admin.audit.open')}
    </Button>
  );
}
