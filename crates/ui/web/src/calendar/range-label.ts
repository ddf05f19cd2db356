import { formatDate, formatDates } from '@/lib/time';
import type { View } from './layout/ranges';

/** What is shown, in words: "December 2026", "30 Nov – 6 Dec 2026", "Tuesday, 1 December 2026". */
export function rangeLabel(view: View, date: string, days: readonly string[], short: boolean): string {
  const [first, last] = [days[0] ?? date, days.at(-1) ?? date];
  switch (view) {
    case 'month':
      return formatDate(date, 'month');
    case 'day':
      return formatDate(date, short ? 'day' : 'long');
    default:
      return formatDates(Temporal.PlainDate.from(first), Temporal.PlainDate.from(last));
  }
}
