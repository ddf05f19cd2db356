import { CalendarCheck } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/EmptyState';
import { formatDate } from '@/lib/time';
import { useSegments } from '../use-segments';
import { AgendaRow } from './AgendaRow';
import { useGridEvents } from './use-grid-events';
import type { ViewProps } from './view-props';

interface Props extends ViewProps {
  /** Nothing is missing from what is shown: an empty list is empty. */
  complete: boolean;
}

/** The next thirty days as a list, by day. */
export function AgendaView({ days, today, label, shows, gridRef, complete }: Props) {
  const { t } = useTranslation();
  const { byDay } = useSegments(days, shows);
  const root = useRef<HTMLDivElement>(null);
  const events = useGridEvents(root);
  const busy = days.filter((day) => (byDay.get(day)?.length ?? 0) > 0);
  return (
    <div ref={root} role="region" aria-label={label} tabIndex={0} className="min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-page [scrollbar-gutter:stable]" {...events}>
      <div ref={gridRef} className="relative min-h-full">
        {busy.length === 0 && complete && <EmptyState icon={CalendarCheck} title={t('calendar.agendaEmpty')} />}
        {busy.map((day) => (
          <section key={day} className="border-b border-line sm:grid sm:grid-cols-[11rem_1fr]">
            <h2 className="sticky top-0 z-10 self-start bg-page px-4 py-2.5 text-sm font-semibold sm:py-3.5">
              <span className={day === today ? 'text-accent' : undefined}>{formatDate(day, 'day')}</span>
              {day === today && <span className="ms-2 rounded-full bg-accent-soft px-2 py-0.5 text-xs font-medium text-accent">{t('calendar.today')}</span>}
            </h2>
            <ul className="flex min-w-0 flex-col gap-0.5 px-2 pb-2 sm:py-2">
              {byDay.get(day)?.map(({ id }) => (
                <li key={id} className="min-w-0">
                  <AgendaRow id={id} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
