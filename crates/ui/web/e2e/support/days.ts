import { ZONE } from './server';

/** The date in the clinic's zone, so many days from today. */
export function day(offset = 0): string {
  const instant = new Date(Date.now() + offset * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' }).format(instant);
}

/** An instant of the clinic's clock: `at(day(1), '09:30')`. */
export function at(date: string, time: string): string {
  return `${date}T${time}:00.000+07:00`;
}

/** When something that the server says in UTC is, on the clinic's clock: `2026-12-01 09:30`. */
export function clinicTime(instant: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
  return parts.format(new Date(instant)).replace(', ', ' ');
}
