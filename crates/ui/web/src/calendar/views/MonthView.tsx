import { useMemo, useRef } from 'react';
import { formatDate } from '@/lib/time';
import { weeksOf } from '../layout/ranges';
import { useSegments } from '../use-segments';
import { MonthCell } from './MonthCell';
import { useGridEvents } from './use-grid-events';
import { useRoom } from './use-room';
import type { ViewProps } from './view-props';

export function MonthView({ date, days, today, label, shows, gridRef }: ViewProps) {
  const { byDay } = useSegments(days, shows);
  const weeks = useMemo(() => weeksOf(days), [days]);
  const root = useRef<HTMLDivElement>(null);
  const events = useGridEvents(root);
  const room = useRoom(gridRef, weeks.length);
  return (
    <div ref={root} role="region" aria-label={label} tabIndex={0} className="flex min-h-0 flex-1 flex-col overflow-auto rounded-lg border border-line bg-page" {...events}>
      <div aria-hidden className="grid shrink-0 grid-cols-7 border-b border-line">
        {weeks[0]?.map((day) => (
          <span key={day} className="flex h-8 items-center justify-center text-xs font-medium text-soft">
            {formatDate(day, 'weekday')}
          </span>
        ))}
      </div>
      <div ref={gridRef} className="relative grid min-h-0 flex-1 grid-cols-7" style={{ gridTemplateRows: `repeat(${weeks.length}, minmax(4.5rem, 1fr))` }}>
        {days.map((day, place) => (
          // By place, so that the focus stays in a cell when the month changes.
          <MonthCell key={place} date={day} segments={byDay.get(day) ?? []} room={room} isToday={day === today} outside={day.slice(0, 7) !== date.slice(0, 7)} />
        ))}
      </div>
    </div>
  );
}
