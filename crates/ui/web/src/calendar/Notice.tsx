import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';

interface Props {
  state: 'loading' | 'ready' | 'too_large';
  view: string;
  /** How many are shown, and how many more there would be without the filter. */
  shown: number;
  hidden: number;
  onDay: () => void;
  onShowAll: () => void;
}

/** Lies over the grid's foot and never moves it: that something is loading, missing, hidden, or that there is nothing. */
export function Notice({ state, view, shown, hidden, onDay, onShowAll }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {state === 'loading' && <div aria-hidden className="absolute inset-x-0 top-0 z-50 h-0.5 animate-pulse rounded-full bg-accent" />}
      <div role="status" className="pointer-events-none absolute inset-x-4 bottom-4 z-40 flex justify-center">
        {state === 'loading' && shown === 0 && <Pill text={t('calendar.loading')} />}
        {state === 'too_large' && (
          <Pill text={t('calendar.tooMany')} action={view === 'day' ? undefined : { label: t('calendar.tooManyHint'), onClick: onDay }} />
        )}
        {state === 'ready' && hidden > 0 && shown === 0 && <Pill text={t('calendar.filtered', { count: hidden })} action={{ label: t('calendar.showAll'), onClick: onShowAll }} />}
        {state === 'ready' && hidden === 0 && shown === 0 && view !== 'agenda' && <Pill text={t(view === 'month' ? 'calendar.emptyMonth' : 'calendar.empty')} />}
      </div>
    </>
  );
}

function Pill({ text, action }: { text: string; action?: { label: string; onClick: () => void } | undefined }) {
  return (
    <div className="flex items-center gap-3 rounded-full border border-line bg-raised py-1.5 ps-4 pe-2 text-[0.8125rem] text-soft shadow-lg">
      <span className="pe-2">{text}</span>
      {action && (
        <Button small onClick={action.onClick} className="pointer-events-auto rounded-full!">
          {action.label}
        </Button>
      )}
    </div>
  );
}
