import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toInstant, type FormValues } from './fields';
import { showLength } from './show-length';

/** How long the appointment is with the times as typed, and of which zone they are. */
export function FormLength({ zone }: { zone: string }) {
  const { t } = useTranslation();
  const [start = '', end = ''] = useWatch<FormValues, ['startTime', 'endTime']>({ name: ['startTime', 'endTime'] });
  const [from, to] = [toInstant(start), toInstant(end)];
  const length = from && to ? Date.parse(to) - Date.parse(from) : 0;
  return (
    <p className="-mt-1 flex flex-wrap justify-between gap-x-3 text-[0.8125rem] text-soft">
      <span>{length > 0 ? t('appointment.duration', { text: showLength(length) }) : '\u00a0'}</span>
      <span>{t('appointment.zone', { zone })}</span>
    </p>
  );
}
