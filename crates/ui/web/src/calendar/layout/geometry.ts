import { clinicZone } from '@/lib/time';

/**
 * The vertical axis of a day is its wall clock: 1440 minutes, whatever the clocks do that night. On a day of 23 hours an hour of the
 * axis stays empty; on one of 25 two hours share their rows, and what happens in both is packed side by side.
 */
export const MINUTES_A_DAY = 1440;
/** The shortest card that can still be read and hit, in minutes of the axis. */
export const SHORTEST = 15;

export interface Box {
  top: string;
  height: string;
}

/** The clock on the wall; fractions of a millisecond, which a corrected clock has, are cut off. */
function wall(ms: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone);
}

export function wallMinutes(ms: number, zone = clinicZone()): number {
  const at = wall(ms, zone);
  return at.hour * 60 + at.minute + at.second / 60 + at.millisecond / 60_000;
}

export function wallDate(ms: number, zone = clinicZone()): string {
  return wall(ms, zone).toPlainDate().toString();
}

/** The instant when the clinic's clock shows that time; minutes may lie outside the day. A time that the clocks skip is moved on by the gap. */
export function atWall(date: string, minutes: number, zone = clinicZone()): number {
  return Temporal.PlainDate.from(date)
    .toPlainDateTime()
    .add({ milliseconds: Math.round(minutes * 60_000) })
    .toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

export function dayStart(date: string, zone = clinicZone()): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

export function snap(minutes: number, step = 15): number {
  return Math.min(MINUTES_A_DAY, Math.max(0, Math.round(minutes / step) * step));
}

/** Where a span of the axis is drawn in its column, which may have any height. */
export function boxOf(start: number, end: number): Box {
  return { top: share(start), height: share(end - start) };
}

function share(minutes: number): string {
  return `${round((minutes / MINUTES_A_DAY) * 100)}%`;
}

/** Short numbers, so that equal layouts are equal props. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
