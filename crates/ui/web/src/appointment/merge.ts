/** Three sides of one appointment: what both began with, what it is now, and what is typed here. */
import { FIELDS, toForm, type FieldName, type FormValues, type Written } from './fields';

export interface Difference {
  name: FieldName;
  base: string;
  theirs: string;
  mine: string;
}

export interface Merge {
  /** Changed on both sides, to different things: somebody has to choose. */
  clashes: Difference[];
  /** Changed only by others. */
  theirs: Difference[];
  /** Changed only here. */
  mine: Difference[];
}

export type Side = 'mine' | 'theirs';

/** Times belong together: of a start and an end from different sides, nobody meant the appointment that comes out. */
const TIMES: readonly FieldName[] = ['startTime', 'endTime'];

export function merge(base: Written, theirs: Written, values: FormValues): Merge {
  const before = toForm(base);
  const now = toForm(theirs);
  const touched = (side: FormValues, name: FieldName) => side[name] !== before[name];
  const bothMoved = TIMES.some((name) => touched(now, name)) && TIMES.some((name) => touched(values, name));

  const result: Merge = { clashes: [], theirs: [], mine: [] };
  for (const name of FIELDS) {
    if (values[name] === now[name]) continue;
    const difference = { name, base: before[name], theirs: now[name], mine: values[name] };
    if (TIMES.includes(name) && bothMoved) result.clashes.push(difference);
    else if (!touched(values, name)) result.theirs.push(difference);
    else if (!touched(now, name)) result.mine.push(difference);
    else result.clashes.push(difference);
  }
  return result;
}

/** What stands in the form once chosen; a clash that nobody chose stays as it is typed here. */
export function merged(found: Merge, values: FormValues, choices: Partial<Record<FieldName, Side>>): FormValues {
  const result = { ...values };
  for (const { name, theirs } of found.theirs) result[name] = theirs;
  for (const { name, theirs } of found.clashes) if (choices[name] === 'theirs') result[name] = theirs;
  return result;
}

/** Both times of an appointment are chosen as one. */
export function choose(choices: Partial<Record<FieldName, Side>>, name: FieldName, side: Side): Partial<Record<FieldName, Side>> {
  const together = TIMES.includes(name) ? TIMES : [name];
  return { ...choices, ...Object.fromEntries(together.map((each) => [each, side])) };
}

/** A stored draft beside what is there now. */
export function compare(now: FormValues, yours: FormValues): { name: FieldName; now: string; yours: string }[] {
  return FIELDS.filter((name) => now[name] !== yours[name]).map((name) => ({ name, now: now[name], yours: yours[name] }));
}

/** The form after a save that began with `sent`: what the server made of it, and what was typed meanwhile. */
export function rebased(sent: FormValues, values: FormValues, saved: FormValues): FormValues {
  return Object.fromEntries(FIELDS.map((name) => [name, values[name] === sent[name] ? saved[name] : values[name]])) as FormValues;
}
