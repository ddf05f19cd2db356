/** The fields of the "Move…" dialog. */
import { type Target, sameTarget } from './target';
import { DAY, type Wall } from './wall';

export interface MoveForm {
  date: string;
  /** "09:30" */
  start: string;
  end: string;
  /** How many days after the date it ends; nearly always none. */
  days: number;
  doctor: string;
}

export type Fault = 'incomplete' | 'endFirst' | 'long' | 'unchanged';

const LONGEST = 31 * DAY * 60_000;

function clock(minutes: number): string {
  const whole = Math.floor(minutes);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

function minutesOf(text: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

export function formOf(wall: Wall, { start, end, doctorName }: Target): MoveForm {
  const from = wall.place(start);
  const to = wall.place(end);
  return { date: from.date, start: clock(from.minutes), end: clock(to.minutes), days: wall.days(from.date, to.date), doctor: doctorName ?? '' };
}

/** Another date or start: it takes as long as before. */
export function withStart(wall: Wall, form: MoveForm, change: Partial<Pick<MoveForm, 'date' | 'start'>>): MoveForm {
  const before = spanOf(wall, form);
  const moved = { ...form, ...change };
  const minutes = minutesOf(moved.start);
  if (!before || minutes === null || !moved.date) return moved;
  const start = wall.at(moved.date, minutes);
  const { end, days } = formOf(wall, { start, end: start + (before.end - before.start) });
  return { ...moved, end, days };
}

/** Where the form leads to; null while it is not filled in. Parts left as they were stay what they were to the second. */
export function spanOf(wall: Wall, form: MoveForm, original?: Target): Target | null {
  const [from, to] = [minutesOf(form.start), minutesOf(form.end)];
  if (from === null || to === null || !form.date) return null;
  const before = original && formOf(wall, original);
  const sameStart = before && before.date === form.date && before.start === form.start;
  const sameEnd = before && before.date === form.date && before.days === form.days && before.end === form.end;
  return {
    start: sameStart ? original.start : wall.at(form.date, from),
    end: sameEnd ? original.end : wall.at(form.date, to + form.days * DAY),
    doctorName: form.doctor.trim() || null,
  };
}

/** Why it cannot be sent. */
export function faultOf(target: Target | null, original: Target): Fault | null {
  if (!target) return 'incomplete';
  if (target.end <= target.start) return 'endFirst';
  if (target.end - target.start > LONGEST) return 'long';
  return sameTarget(target, original) ? 'unchanged' : null;
}
