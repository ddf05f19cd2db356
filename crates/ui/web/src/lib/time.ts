/**
 * Instants and the clinic's wall clock. Everything that people see is of the clinic's zone, wherever they are; all
 * arithmetic on days and hours is Temporal's.
 */
import i18next from 'i18next';
import { now } from '@/live/clock';

let zone = 'UTC';

/** Loads Temporal where the browser has none of its own, and sets the clinic's zone. */
export async function prepareTime(timeZone: string): Promise<void> {
  if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
  zone = timeZone;
  formats.clear();
}

export function clinicZone(): string {
  return zone;
}

/** The clinic's wall clock at an instant, of which milliseconds since 1970 or an ISO text is given. */
export function zoned(at: number | string): Temporal.ZonedDateTime {
  const instant = typeof at === 'number' ? Temporal.Instant.fromEpochMilliseconds(Math.round(at)) : Temporal.Instant.from(at);
  return instant.toZonedDateTimeISO(zone);
}

export function today(): Temporal.PlainDate {
  return zoned(now()).toPlainDate();
}

/** The clinic's date at an instant: "2026-12-01". */
export function dateOf(at: number | string): string {
  return zoned(at).toPlainDate().toString();
}

/** As the API wants instants. */
export function toIso(at: number): string {
  return new Date(at).toISOString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, using one is not. The language is the calendar's; its region, and so 12 or 24 hours, the browser's. */
function format(options: Intl.DateTimeFormatOptions, timeZone = zone): Intl.DateTimeFormat {
  const key = `${locale()} ${timeZone} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale(), { timeZone, ...options });
    formats.set(key, made);
  }
  return made;
}

/** The browser's variant of the language that the calendar speaks, if it has one: "en-GB" rather than "en". */
export function locale(): string {
  const language = i18next.language ?? 'en';
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

export function hour12(): boolean {
  return format({ hour: 'numeric' }).resolvedOptions().hour12 ?? false;
}

/** "9:05 AM" or "09:05": as ranges are written, too. */
function clockFace(): Intl.DateTimeFormatOptions {
  return { hour: hour12() ? 'numeric' : '2-digit', minute: '2-digit' };
}

export function formatTime(at: number): string {
  return format(clockFace()).format(at);
}

const dateStyles = {
  /** 1 Dec 2026 */
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  /** Tuesday, 1 December 2026 */
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** Tue 1 Dec */
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  weekday: { weekday: 'short' },
  month: { month: 'long', year: 'numeric' },
  dayOfMonth: { day: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof dateStyles;

/** A date, of no zone. */
export function formatDate(date: Temporal.PlainDate | string, style: DateStyle = 'short'): string {
  const plain = typeof date === 'string' ? Temporal.PlainDate.from(date) : date;
  return format(dateStyles[style], 'UTC').format(Date.UTC(plain.year, plain.month - 1, plain.day));
}

/** The dates from one to another, both included: "30 Nov – 6 Dec 2026". */
export function formatDates(first: Temporal.PlainDate, last: Temporal.PlainDate): string {
  const at = (date: Temporal.PlainDate) => Date.UTC(date.year, date.month - 1, date.day);
  return format(dateStyles.short, 'UTC').formatRange(at(first), at(last));
}

/** Times of one day, or with dates where they are of two: "09:00 – 09:30". */
export function formatRange(from: number, to: number): string {
  const oneDay = zoned(from).toPlainDate().equals(zoned(to).toPlainDate());
  const options: Intl.DateTimeFormatOptions = oneDay
    ? clockFace()
    : { ...dateStyles.day, ...clockFace() };
  return format(options).formatRange(from, to);
}

/** The times alone, be they of one day or not: "22:30–01:30". */
export function formatTimes(from: number, to: number): string {
  const oneDay = zoned(from).toPlainDate().equals(zoned(to).toPlainDate());
  return oneDay ? formatRange(from, to) : `${formatTime(from)}–${formatTime(to)}`;
}

/** "Tue 1 Dec, 09:00 – 09:30" */
export function formatWhen(start: number, end: number): string {
  return format({ ...dateStyles.day, ...clockFace() }).formatRange(start, end);
}

/** "1 Dec 2026, 09:00" */
export function formatMoment(at: number): string {
  return format({ ...dateStyles.short, ...clockFace() }).format(at);
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 minutes ago" */
export function formatAgo(at: number): string {
  const past = now() - at;
  const [unit, size] = units.find(([, milliseconds]) => past >= milliseconds) ?? [];
  if (!unit || !size) return i18next.t('time.secondsAgo');
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'always' }).format(-Math.floor(past / size), unit);
}

/** What is left until an instant, on the server's clock: "4:59", never below "0:00". */
export function remaining(until: number, at: number = now()): string {
  const seconds = Math.max(0, Math.ceil((until - at) / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
