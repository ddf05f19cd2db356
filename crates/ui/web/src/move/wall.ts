import { addDays, atWall, wallDate, wallMinutes } from '@/calendar/layout/geometry';

export { MINUTES_A_DAY as DAY } from '@/calendar/layout/geometry';

/** Minutes: what a drag or a key moves by at least. */
export const STEP = 15;

/** How clock faces and instants belong together in a zone. */
export interface Wall {
  /** Where on the calendar an instant stands. */
  place(ms: number): { date: string; minutes: number };
  /** The instant of a clock face; minutes may lie outside of the day and then mean the days around it. */
  at(date: string, minutes: number): number;
  /** Whole days from one date to another. */
  days(from: string, to: string): number;
  plus(date: string, days: number): string;
}

/** Without a zone: the clinic's. */
export function wallOf(zone?: string): Wall {
  return {
    place: (ms) => ({ date: wallDate(ms, zone), minutes: wallMinutes(ms, zone) }),
    at: (date, minutes) => atWall(date, minutes, zone),
    days: (from, to) => Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days,
    plus: addDays,
  };
}

export const clinicWall = wallOf();
