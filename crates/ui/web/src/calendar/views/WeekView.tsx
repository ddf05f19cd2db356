import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import { showView } from '@/app/navigation';
import { formatDate } from '@/lib/time';
import { useSegments } from '../use-segments';
import { Column } from './Column';
import { TimeGrid } from './TimeGrid';
import type { ViewProps } from './view-props';
import { ZoneLabel } from './ZoneLabel';

const NARROWEST = 6.5;

export function WeekView({ days, today, label, opening, shows, gridRef }: ViewProps) {
  const { t } = useTranslation();
  const { byDay } = useSegments(days, shows);
  return (
    <TimeGrid
      label={label}
      corner={<ZoneLabel date={days[0] ?? today} />}
      // By weekday, so that the focus stays in a header when the week changes.
      headers={days.map((day, weekday) => (
        <DayHeader key={weekday} date={day} isToday={day === today} />
      ))}
      columns={days.length}
      narrowest={NARROWEST}
      opening={opening}
      gridRef={gridRef}
    >
      {days.map((day) => {
        const segments = byDay.get(day) ?? [];
        const name = t('calendar.dayWith', { day: formatDate(day, 'long'), count: segments.length });
        return <Column key={day} date={day} doctor={null} label={name} segments={segments} isToday={day === today} first />;
      })}
    </TimeGrid>
  );
}

function DayHeader({ date, isToday }: { date: string; isToday: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="sticky top-0 z-30 flex h-12 items-center justify-center border-e border-b border-line bg-page">
      <button
        type="button"
        onClick={() => showView('day', date)}
        aria-current={isToday ? 'date' : undefined}
        className="flex items-center gap-1.5 rounded-md px-2 py-1 text-sm hover:bg-muted"
      >
        <span aria-hidden className={isToday ? 'font-medium text-accent' : 'text-soft'}>
          {formatDate(date, 'weekday')}
        </span>
        <span aria-hidden className={clsx('grid size-7 place-items-center rounded-full font-semibold tabular-nums', isToday && 'bg-accent text-on-accent')}>
          {formatDate(date, 'dayOfMonth')}
        </span>
        <span className="sr-only">{t('calendar.showDay', { day: formatDate(date, 'long') })}</span>
      </button>
    </div>
  );
}
