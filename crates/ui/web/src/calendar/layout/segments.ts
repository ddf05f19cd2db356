import { clinicZone } from '@/lib/time';
import { MINUTES_A_DAY, SHORTEST, addDays, dayStart, wallDate, wallMinutes } from './geometry';

export interface Timed {
  id: string;
  start: number;
  end: number;
}

/** The part of an appointment that falls on one day, in minutes of that day's wall clock. */
export interface Segment {
  id: string;
  date: string;
  /** For the order of reading; several parts of one appointment share it. */
  at: number;
  start: number;
  end: number;
  /** It began on an earlier day, or goes on on a later one. */
  continued: boolean;
  continues: boolean;
}

export function segmentsOf(item: Timed, zone = clinicZone()): Segment[] {
  const first = wallDate(item.start, zone);
  const last = wallDate(Math.max(item.start, item.end - 1), zone);
  const segments: Segment[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const from = Math.max(item.start, dayStart(date, zone));
    const to = Math.min(item.end, dayStart(addDays(date, 1), zone));
    // A day that the zone left out has no instants at all.
    if (to < from || (to === from && date !== first)) continue;
    const { start, end } = rows(from, to, date, zone);
    segments.push({ id: item.id, date, at: item.start, start, end, continued: date !== first, continues: date !== last });
  }
  return segments;
}

/** From where its clock begins to where it ends; where that is backwards, the rows that it touches; drawn no shorter than the shortest card and within the day. */
function rows(from: number, to: number, date: string, zone: string): { start: number; end: number } {
  let start = wallMinutes(from, zone);
  let end = wallDate(to, zone) === date ? wallMinutes(to, zone) : MINUTES_A_DAY;
  const back = end > start ? null : clocksGoBack(from, to, zone);
  if (back !== null) {
    start = Math.min(start, wallMinutes(back.at, zone));
    end = Math.max(end, Math.min(MINUTES_A_DAY, wallMinutes(back.at, zone) + back.minutes));
  }
  end = Math.min(MINUTES_A_DAY, Math.max(end, start + SHORTEST));
  return { start: Math.min(start, end - SHORTEST), end };
}

/** When the clocks go back within that span, and by how much: the rows before and after are then the same ones. */
function clocksGoBack(from: number, to: number, zone: string): { at: number; minutes: number } | null {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(zone);
  const nanoseconds = start.offsetNanoseconds - end.offsetNanoseconds;
  if (nanoseconds <= 0) return null;
  const transition = start.getTimeZoneTransition('next');
  if (transition === null) return null;
  return { at: transition.epochMilliseconds, minutes: nanoseconds / 60_000_000_000 };
}

export function byReading(a: Segment, b: Segment): number {
  return a.start - b.start || b.end - a.end || a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Of one appointment's segments the last answer is kept: a change of one must not have all the others asked of Temporal again. */
const known = new Map<string, Timed & { zone: string; segments: Segment[] }>();
const KNOWN_AT_MOST = 10_000;

export function segmentsKnown(item: Timed, zone = clinicZone()): readonly Segment[] {
  const before = known.get(item.id);
  if (before?.start === item.start && before.end === item.end && before.zone === zone) return before.segments;
  if (known.size >= KNOWN_AT_MOST) known.clear();
  const segments = segmentsOf(item, zone);
  known.set(item.id, { id: item.id, start: item.start, end: item.end, zone, segments });
  return segments;
}
