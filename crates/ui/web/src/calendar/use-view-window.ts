import { useEffect, useMemo } from 'react';
import { showWindow } from '@/live/connection';
import { addDays, dayStart } from './layout/geometry';

/** Has what these days hold fetched, and kept up to date, and tells from when to when they go. */
export function useViewWindow(days: readonly string[]): { from: number; to: number } {
  const [first, last] = [days[0] ?? '', days.at(-1) ?? ''];
  const span = useMemo(() => ({ from: dayStart(first), to: dayStart(addDays(last, 1)) }), [first, last]);
  useEffect(() => showWindow(span.from, span.to), [span]);
  return span;
}
