import { useMemo } from 'react';
import { hour12, locale } from '@/lib/time';
import { MINUTES_A_DAY } from '../layout/geometry';

/** The hours beside the grid, as the locale writes them. */
export function Gutter() {
  const language = locale();
  const hours = useMemo(() => hourLabels(language, hour12()), [language]);
  return (
    <div aria-hidden className="sticky start-0 z-20 border-e border-line bg-page text-xs text-soft tabular-nums">
      {hours.map(({ minutes, label }) => (
        <span key={minutes} className="absolute end-2 -translate-y-1/2 whitespace-nowrap" style={{ top: `${(minutes / MINUTES_A_DAY) * 100}%` }}>
          {label}
        </span>
      ))}
    </div>
  );
}

function hourLabels(language: string, twelve: boolean): { minutes: number; label: string }[] {
  const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', hour12: twelve, ...(twelve ? { hour: 'numeric' } : { hour: '2-digit', minute: '2-digit' }) });
  return Array.from({ length: 23 }, (_, index) => ({ minutes: (index + 1) * 60, label: format.format((index + 1) * 3_600_000) }));
}
