import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { clinicZone, formatDate, formatMoment, locale } from '@/lib/time';
import { now } from '@/live/clock';
import { PrintedRow } from './PrintedRow';
import { pagesOf } from './pages';

export interface PrintedDayProps {
  date: string;
  appointments: readonly Appointment[];
  clinicName: string | null;
  printedBy: string;
}

const COLUMNS = ['time', 'patient', 'born', 'phone', 'appointment', 'note'] as const;

/** A day on paper. Each doctor's table begins a page; on its further pages its head is printed again. */
export function PrintedDay({ date, appointments, clinicName, printedBy }: PrintedDayProps) {
  const { t } = useTranslation();
  const pages = pagesOf(appointments, locale());
  const day = formatDate(date, 'long');
  const shown = pages.length > 0 ? pages : [{ key: '', doctor: null, appointments: [] }];
  return (
    <>
      {shown.map((page) => (
        <table key={page.key} className="printed-page">
          <colgroup>
            {COLUMNS.map((column) => (
              <col key={column} className={`printed-${column}`} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th colSpan={COLUMNS.length} className="printed-head">
                <span className="printed-clinic">{[clinicName, t('print.title')].filter(Boolean).join(' · ')}</span>
                <span className="printed-title">
                  <span>{day}</span>
                  {pages.length > 0 && <span className="printed-doctor">{page.doctor ?? t('print.noDoctor')}</span>}
                </span>
                <span className="printed-count">{t('print.count', { count: page.appointments.length })}</span>
              </th>
            </tr>
            <tr className="printed-columns">
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`print.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.appointments.map((appointment) => (
              <PrintedRow key={appointment.id} appointment={appointment} />
            ))}
            {page.appointments.length === 0 && (
              <tr>
                <td colSpan={COLUMNS.length}>{t('print.none')}</td>
              </tr>
            )}
          </tbody>
          {/* Room for the footer, which stands at the foot of each sheet. */}
          <tfoot>
            <tr>
              <td colSpan={COLUMNS.length} className="printed-room" />
            </tr>
          </tfoot>
        </table>
      ))}
      <footer className="printed-foot">
        <span>{t('print.printedBy', { name: printedBy, when: formatMoment(now()) })}</span>
        <span>{t('print.zone', { zone: clinicZone() })}</span>
      </footer>
    </>
  );
}
