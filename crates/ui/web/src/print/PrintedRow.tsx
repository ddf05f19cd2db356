import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { formatDate, formatRange } from '@/lib/time';

/** One appointment on paper. */
export function PrintedRow({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { startTime, endTime, title, patientName, datebirth, phone, note, overbooked } = appointment;
  return (
    <tr className="printed-row">
      <td className="printed-time">{formatRange(Date.parse(startTime), Date.parse(endTime))}</td>
      <td className="printed-patient">{patientName}</td>
      <td className="printed-born">{formatDate(datebirth)}</td>
      <td className="printed-phone">{phone}</td>
      <td>
        {title}
        {overbooked && <span className="printed-mark"> ({t('print.overbooked')})</span>}
      </td>
      <td className="printed-note">{note}</td>
    </tr>
  );
}
