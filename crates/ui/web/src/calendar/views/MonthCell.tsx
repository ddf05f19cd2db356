import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import { showView } from '@/app/navigation';
import { formatDate } from '@/lib/time';
import { cellOf } from '../layout/month';
import type { Segment } from '../layout/segments';
import { Chip } from './Chip';

interface Props {
  date: string;
  segments: readonly Segment[];
  /** How many rows fit. */
  room: number;
  isToday: boolean;
  /** It is of the month before or after. */
  outside: boolean;
}

export function MonthCell({ date, segments, room, isToday, outside }: Props) {
  const { t } = useTranslation();
  const { shown, more } = cellOf(segments, room);
  const day = formatDate(date, 'long');
  return (
    <div
      role="group"
      aria-label={t('calendar.dayWith', { day, count: segments.length })}
      data-cell=""
      data-date={date}
      // Free space leads to the day, too, for who points at it; the number above does so by keyboard.
      onClick={(event) => event.target === event.currentTarget && showView('day', date)}
      className={clsx('relative flex min-h-0 min-w-0 cursor-pointer flex-col gap-0.5 overflow-hidden border-e border-b border-line p-1', outside && 'bg-muted/60')}
    >
      <button
        type="button"
        onClick={() => showView('day', date)}
        aria-current={isToday ? 'date' : undefined}
        className={clsx(
          'grid size-6 shrink-0 place-items-center self-end rounded-full text-xs tabular-nums',
          isToday ? 'bg-accent font-semibold text-on-accent' : 'hover:bg-muted',
          outside && !isToday && 'text-soft',
        )}
      >
        <span aria-hidden>{formatDate(date, 'dayOfMonth')}</span>
        <span className="sr-only">{t('calendar.showDay', { day })}</span>
      </button>
      {shown.map(({ id, continued, continues }) => (
        <Chip key={id} id={id} continued={continued} continues={continues} />
      ))}
      {more > 0 && (
        <button
          type="button"
          onClick={() => showView('day', date)}
          className={clsx('h-6 truncate text-xs font-medium', room > 0 ? 'w-full rounded-sm px-1.5 text-start text-soft hover:bg-muted hover:text-ink' : 'min-w-6 self-end rounded-full bg-event px-1.5 text-on-event tabular-nums')}
        >
          <span aria-hidden>{room > 0 ? t('calendar.more', { count: more }) : more}</span>
          <span className="sr-only">{t('calendar.moreOn', { count: more, day })}</span>
        </button>
      )}
    </div>
  );
}
