import { formatDate, formatDates, locale } from '@/lib/time';
import type { View } from './layout/ranges';

/** What is shown, in words: "December 2026", "30 Nov – 6 Dec 2026", "Tuesday, 1 December 2026". */
export function rangeLabel(view: View, date: string, days: readonly string[]): string {
  switch (view) {
    case 'month':
      return formatDate(date, 'month');
    case 'day':
      return formatDate(date, 'long');
    default:
      return formatDates(...endsOf(date, days));
  }
}

/** The same where there is little room: "Dec 2026", "30 Nov – 6 Dec", "Tue 1 Dec". */
export function shortRangeLabel(view: View, date: string, days: readonly string[]): string {
  if (view === 'day') return formatDate(date, 'day');
  const [first, last] = endsOf(date, days);
  const at = (day: Temporal.PlainDate) => day.toZonedDateTime('UTC').epochMilliseconds;
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', month: 'short', ...options });
  return view === 'month' ? format({ year: 'numeric' }).format(at(Temporal.PlainDate.from(date))) : format({ day: 'numeric' }).formatRange(at(first), at(last));
}

function endsOf(date: string, days: readonly string[]): [Temporal.PlainDate, Temporal.PlainDate] {
  return [Temporal.PlainDate.from(days[0] ?? date), Temporal.PlainDate.from(days.at(-1) ?? date)];
}
