/** What one writes in an appointment: its fields as the API has them, and as texts in a form. */
import type { Appointment, Change, Gender } from '@/api/types';
import { clinicZone, zoned } from '@/lib/time';

export const FIELDS = [
  'title',
  'patientName',
  'datebirth',
  'gender',
  'phone',
  'address',
  'doctorName',
  'note',
  'description',
  'startTime',
  'endTime',
] as const;

export type FieldName = (typeof FIELDS)[number];

/** An appointment's content, every field present. */
export type Written = Pick<Appointment, FieldName>;

/** The same as texts: an empty one for none, times as the clinic's wall clock shows them. */
export type FormValues = Record<FieldName, string>;

export const GENDERS: readonly Gender[] = ['unknown', 'female', 'male', 'other'];

export const isField = (name: string): name is FieldName => (FIELDS as readonly string[]).includes(name);

const isTime = (name: FieldName): name is 'startTime' | 'endTime' => name === 'startTime' || name === 'endTime';

export function written(appointment: Appointment): Written {
  return Object.fromEntries(FIELDS.map((name) => [name, appointment[name]])) as unknown as Written;
}

/** What stands in place of a patient who was erased. */
const ERASED = { patientName: 'Erased', datebirth: '1900-01-01' };

export const isErased = ({ patientName, datebirth }: Pick<Written, 'patientName' | 'datebirth'>) => patientName === ERASED.patientName && datebirth === ERASED.datebirth;

export const same = (a: FormValues, b: FormValues) => FIELDS.every((name) => a[name] === b[name]);

/** `2026-12-01T09:30`, as date and time inputs write it. */
export function toLocal(instant: string | number): string {
  return zoned(instant).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The instant of a wall-clock time in the clinic; null while the text is no time. An hour that does not exist is the one behind the gap. */
export function toInstant(local: string): string | null {
  try {
    const at = Temporal.PlainDateTime.from(local).toZonedDateTime(clinicZone(), { disambiguation: 'compatible' });
    return at.toInstant().toString({ fractionalSecondDigits: 3 });
  } catch {
    return null;
  }
}

export function toForm(content: Written): FormValues {
  const text = (name: FieldName) => (isTime(name) ? toLocal(content[name]) : (content[name] ?? ''));
  return Object.fromEntries(FIELDS.map((name) => [name, text(name)])) as FormValues;
}

/** What the form says of one field, for the API. */
function toValue(name: FieldName, text: string): string | null {
  if (isTime(name)) return toInstant(text) ?? text;
  const kept = name === 'description' || name === 'note' || name === 'address' ? text : text.trim();
  return kept.trim() === '' ? emptyOf(name) : kept;
}

function emptyOf(name: FieldName): string | null {
  return name === 'title' || name === 'patientName' || name === 'datebirth' ? '' : null;
}

/**
 * The fields that were changed. One whose text is as it was does not count, though the text says less than the value: a time's
 * seconds, or which of the two 02:30 of an autumn night it was.
 */
export function changed(base: Written, values: FormValues): Change {
  const before = toForm(base);
  const names = FIELDS.filter((name) => values[name] !== before[name] && toValue(name, values[name]) !== base[name]);
  return Object.fromEntries(names.map((name) => [name, toValue(name, values[name])])) as Change;
}

export function toContent(values: FormValues): Written {
  return Object.fromEntries(FIELDS.map((name) => [name, toValue(name, values[name])])) as unknown as Written;
}

/** Where the end goes when the start moves: the appointment keeps its length, through a change of the clocks, too. */
export function endAfter(oldStart: string, oldEnd: string, newStart: string): string | null {
  const [from, to, moved] = [toInstant(oldStart), toInstant(oldEnd), toInstant(newStart)];
  if (!from || !to || !moved) return null;
  const length = Date.parse(to) - Date.parse(from);
  return length > 0 ? toLocal(Date.parse(moved) + length) : null;
}
