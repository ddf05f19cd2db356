/** What the server asks of a patient's name and birth date, said before anything is sent. */
import type { Rule } from '@/account/rules';
import { today } from '@/lib/time';

const MAX_NAME = 255;

export const patientRule: Rule = (value, t) => {
  const length = [...value.trim()].length;
  if (length === 0) return t('appointment.errors.required');
  return length > MAX_NAME ? t('appointment.errors.tooLong', { max: MAX_NAME }) : undefined;
};

export const bornRule: Rule = (value, t) => {
  if (value === '') return t('appointment.errors.required');
  return value > today().toString() ? t('appointment.errors.future') : undefined;
};

/** A name again, as the server compares them: capital letters and how many blanks there are do not matter. */
export function sameName(name: string): Rule {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase().trim().split(/\s+/).join(' ');
  return (value, t) => (plain(value) === plain(name) ? undefined : t('admin.patients.confirmFault', { name }));
}
