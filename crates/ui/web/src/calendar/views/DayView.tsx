import { UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, locale } from '@/lib/time';
import { columnsOf, doctorKey } from '../layout/columns';
import type { Segment } from '../layout/segments';
import { useSegments } from '../use-segments';
import { Column } from './Column';
import { TimeGrid } from './TimeGrid';
import type { ViewProps } from './view-props';
import { ZoneLabel } from './ZoneLabel';

const NARROWEST = 10;
const NONE: readonly Segment[] = [];

interface Props extends ViewProps {
  /** Doctors that one has chosen to see have a column on every day, to book into. */
  chosen: readonly string[];
}

/** One column per doctor when any is named that day, else one for all. */
export function DayView({ date, days, today, label, opening, shows, gridRef, chosen }: Props) {
  const { t } = useTranslation();
  const { byDay, placements } = useSegments(days, shows);
  const language = locale();
  const columns = useMemo(() => {
    const segments = byDay.get(date) ?? NONE;
    const made = columnsOf([...placements.values()].map(({ doctorName }) => doctorName), chosen, language);
    const inColumn = (key: string) => segments.filter(({ id }) => doctorKey(placements.get(id)?.doctorName) === key);
    return made.map((column) => ({ ...column, segments: column.doctor === null ? segments : inColumn(column.key) }));
  }, [byDay, placements, chosen, date, language]);

  return (
    <TimeGrid
      label={label}
      corner={<ZoneLabel date={date} />}
      headers={columns.map(({ key, doctor, segments }) => (
        <div key={key} className="sticky top-0 z-30 flex h-12 min-w-0 items-center justify-center gap-2 border-e border-b border-line bg-page px-2">
          {doctor && <UserRound aria-hidden className="size-4 shrink-0 text-soft" />}
          <span className="truncate text-sm font-semibold">{doctor === null ? formatDate(date, 'day') : doctor || t('calendar.noDoctor')}</span>
          <span aria-hidden className="rounded-full bg-muted px-1.5 text-xs text-soft tabular-nums">
            {segments.length}
          </span>
        </div>
      ))}
      columns={columns.length}
      narrowest={columns.length > 1 ? NARROWEST : 0}
      opening={opening}
      gridRef={gridRef}
    >
      {columns.map(({ key, doctor, segments }, index) => {
        const who = doctor === null ? formatDate(date, 'long') : doctor || t('calendar.noDoctor');
        const name = t('calendar.dayWith', { day: who, count: segments.length });
        return <Column key={key} date={date} doctor={doctor} label={name} segments={segments} isToday={date === today} first={index === 0} />;
      })}
    </TimeGrid>
  );
}
