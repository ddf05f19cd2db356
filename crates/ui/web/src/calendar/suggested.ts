import { addDays, atWall, wallMinutes } from './layout/geometry';
import type { Opening } from './opening';

const LENGTH = 30;
const STEP = 15;

/** When a new appointment begins that nobody gave a time: the next quarter of an hour in opening hours today, or as the clinic opens on the day shown. */
export function suggestedTime(days: readonly string[], date: string, today: string, now: number, { from, to }: Opening): { start: number; end: number } {
  const next = Math.ceil((wallMinutes(now) + 1) / STEP) * STEP;
  const over = next + LENGTH > to;
  const day = !days.includes(today) ? date : over ? addDays(today, 1) : today;
  const minutes = day === today ? Math.max(from, next) : from;
  return { start: atWall(day, minutes), end: atWall(day, minutes + LENGTH) };
}
