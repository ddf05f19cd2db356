import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import type { View } from './layout/ranges';
import { ViewSwitch } from './ViewSwitch';

interface Props {
  view: View;
  /** What is shown; and in short, where there is little room. */
  range: string;
  shortRange: string;
  onStep: (direction: -1 | 1) => void;
  onToday: () => void;
  onView: (view: View) => void;
}

/** Today, Back and Next; the range in the middle; the views at the end. */
export function Toolbar({ view, range, shortRange, onStep, onToday, onView }: Props) {
  const { t } = useTranslation();
  return (
    <div className="grid grid-cols-[auto_1fr_auto] items-center gap-2 sm:grid-cols-[1fr_auto_1fr] sm:gap-4">
      <div role="group" aria-label={t('calendar.title')} className="flex gap-1 sm:gap-1.5">
        <Button onClick={onToday} className="px-2.5! sm:px-3.5!">
          {t('calendar.today')}
        </Button>
        <Button onClick={() => onStep(-1)} className="px-2! sm:pe-3.5!">
          <ChevronLeft aria-hidden size={16} className="rtl:rotate-180" />
          <span className="sr-only sm:not-sr-only">{t('calendar.back')}</span>
        </Button>
        <Button onClick={() => onStep(1)} className="px-2! sm:ps-3.5!">
          <span className="sr-only sm:not-sr-only">{t('calendar.next')}</span>
          <ChevronRight aria-hidden size={16} className="rtl:rotate-180" />
        </Button>
      </div>
      <h2 aria-live="polite" className="min-w-0 text-center text-balance text-sm font-semibold sm:text-base">
        <span className="sm:hidden">{shortRange}</span>
        <span className="hidden sm:inline">{range}</span>
      </h2>
      <div className="flex justify-end">
        <ViewSwitch view={view} onChange={onView} />
      </div>
    </div>
  );
}
