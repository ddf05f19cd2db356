/** A form's text as people read it. */
import type { TFunction } from 'i18next';
import { formatDate, formatMoment } from '@/lib/time';
import { toInstant, type FieldName } from './fields';

export function showValue(name: FieldName, text: string, t: TFunction): string {
  if (text === '') return t('appointment.draft.empty');
  if (name === 'gender') return t(`appointment.gender.${text}`, { defaultValue: text });
  if (name === 'startTime' || name === 'endTime') {
    const at = toInstant(text);
    return at ? formatMoment(Date.parse(at)) : text;
  }
  if (name === 'datebirth') return showDate(text);
  return text;
}

export function showDate(text: string): string {
  try {
    return formatDate(text);
  } catch {
    return text;
  }
}
