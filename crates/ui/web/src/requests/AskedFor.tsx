import { CalendarDays, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { formatDate, formatWhen } from '@/lib/time';

/** The appointment that a question is about. */
export function AskedFor({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { title, patientName, datebirth, startTime, endTime, doctorName } = appointment;
  const when = formatWhen(Date.parse(startTime), Date.parse(endTime));
  return (
    <div className="rounded-lg border border-line bg-muted px-4 py-3">
      <p className="font-semibold [overflow-wrap:anywhere]">{title}</p>
      <p className="mt-1.5 flex items-start gap-2">
        <UserRound aria-hidden size={16} className="mt-0.5 shrink-0 text-soft" />
        <span className="[overflow-wrap:anywhere]">
          {patientName} <span className="text-soft">· {t('requests.dialog.born', { date: formatDate(datebirth) })}</span>
        </span>
      </p>
      <p className="mt-1 flex items-start gap-2">
        <CalendarDays aria-hidden size={16} className="mt-0.5 shrink-0 text-soft" />
        <span className="[overflow-wrap:anywhere]">
          {when} {doctorName && <span className="text-soft">· {doctorName}</span>}
        </span>
      </p>
    </div>
  );
}
