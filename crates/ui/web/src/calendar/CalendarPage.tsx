import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getConfig } from '@/api/calls';
import { queryKeys } from '@/api/query';
import { createAppointmentAt, showView, usePlace } from '@/app/navigation';
import { Button } from '@/components/Button';
import { CursorLayer } from '@/cursors/CursorLayer';
import { locale } from '@/lib/time';
import { now } from '@/live/clock';
import { useWindowState } from '@/live/connection';
import { MoveDialogHost } from '@/move/MoveDialog';
import { useGridGestures } from '@/move/use-grid-gestures';
import { printDay } from '@/print/print-day';
import { useUser } from '@/session/session';
import { KeyboardHelp } from './KeyboardHelp';
import { daysOf, firstDayOf, step } from './layout/ranges';
import { Notice } from './Notice';
import { openingOf } from './opening';
import { rangeLabel, shortRangeLabel } from './range-label';
import type { Shortcut } from './shortcuts';
import { suggestedTime } from './suggested';
import { TitleBar } from './TitleBar';
import { Toolbar } from './Toolbar';
import { useCounts } from './use-counts';
import { useDoctorFilter } from './use-doctor-filter';
import { usePhone } from './use-phone';
import { useReveal } from './use-reveal';
import { useShortcuts } from './use-shortcuts';
import { useToday } from './use-today';
import { useViewWindow } from './use-view-window';
import { AgendaView } from './views/AgendaView';
import { DayView } from './views/DayView';
import { MonthView } from './views/MonthView';
import { WeekView } from './views/WeekView';
import { ZoneNote } from './ZoneNote';

/** The calendar: where one is in time, what is shown of it, and the view itself. */
export default function CalendarPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const user = useUser();
  const today = useToday();
  const { data: config } = useQuery({ queryKey: queryKeys.config, queryFn: getConfig, staleTime: Infinity });
  const opening = useMemo(() => openingOf(config?.openingHours), [config?.openingHours]);
  const { view, date, panel } = place.page === 'calendar' ? place : { view: 'week' as const, date: today, panel: null };
  const firstDay = firstDayOf(locale());
  const days = useMemo(() => daysOf(view, date, firstDay), [view, date, firstDay]);
  const filter = useDoctorFilter(user.id);
  const span = useViewWindow(days);
  const state = useWindowState();
  const counts = useCounts(span.from, span.to, filter.shows);
  const phone = usePhone();
  const [help, setHelp] = useState(false);
  const gridRef = useRef<HTMLDivElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  useGridGestures(gridRef, { days });
  useReveal(gridRef, panel && 'id' in panel ? panel.id : null, state === 'ready');

  const go = (direction: -1 | 1) => showView(view, step(view, date, direction));
  // Of several days, today is what one most likely wants on paper.
  const print = () => printDay(view !== 'day' && days.includes(today) ? today : date);
  const create = () => createAppointmentAt(suggestedTime(days, date, today, now(), opening));
  const run = (shortcut: Shortcut) => {
    switch (shortcut.do) {
      case 'back':
        return go(-1);
      case 'next':
        return go(1);
      case 'today':
        return showView(view, today);
      case 'create':
        return create();
      case 'search':
        return searchRef.current?.focus();
      case 'help':
        return setHelp(true);
      case 'print':
        return print();
      case 'view':
        return showView(shortcut.view, date);
    }
  };
  const [lettersOn, setLettersOn] = useShortcuts(run);

  const range = rangeLabel(view, date, days);
  const viewProps = { date, days, today, opening, shows: filter.shows, gridRef, label: t('calendar.range', { view: t(`calendar.${view}`), range }) };
  return (
    <div className="flex min-h-0 grow flex-col gap-2.5 px-3 pt-3 pb-3 sm:gap-3 sm:px-5 sm:pt-4 sm:pb-4">
      <TitleBar clinicName={config?.clinicName ?? null} filter={filter} searchRef={searchRef} onPrint={print} onHelp={() => setHelp(true)} onCreate={create} />
      <Toolbar
        view={view}
        range={range}
        shortRange={shortRangeLabel(view, date, days)}
        onStep={go}
        onToday={() => showView(view, today)}
        onView={(chosen) => showView(chosen, date)}
      />
      <ZoneNote />
      <div className="relative flex min-h-0 grow flex-col low:h-96 low:flex-none" aria-busy={state === 'loading'}>
        {view === 'month' && <MonthView {...viewProps} />}
        {view === 'week' && <WeekView {...viewProps} />}
        {view === 'day' && <DayView {...viewProps} chosen={filter.chosen} />}
        {view === 'agenda' && <AgendaView {...viewProps} complete={state === 'ready' && counts.hidden === 0} />}
        <Notice state={state} view={view} {...counts} onDay={() => showView('day', date)} onShowAll={filter.clear} />
        <CursorLayer gridRef={gridRef} />
      </div>
      {phone && (
        <Button kind="primary" onClick={create} className="h-11! w-full shrink-0">
          <Plus aria-hidden size={18} />
          {t('calendar.create')}
        </Button>
      )}
      <MoveDialogHost />
      <KeyboardHelp open={help} onOpenChange={setHelp} lettersOn={lettersOn} onLettersChange={setLettersOn} />
    </div>
  );
}
