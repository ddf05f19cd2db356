import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import { Select } from '@/components/Select';
import { VIEWS, type View } from './layout/ranges';

interface Props {
  view: View;
  onChange: (view: View) => void;
}

/** Month, Week, Day, Agenda: side by side, or as a list where there is no room. */
export function ViewSwitch({ view, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div role="group" aria-label={t('calendar.view')} className="hidden rounded-md border border-line bg-surface p-0.5 sm:flex">
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === view}
            onClick={() => onChange(each)}
            className={clsx('h-8 rounded-[5px] px-3 text-[0.8125rem] font-medium transition-colors', each === view ? 'bg-event text-on-event' : 'text-ink hover:bg-muted')}
          >
            {t(`calendar.${each}`)}
          </button>
        ))}
      </div>
      <Select aria-label={t('calendar.view')} value={view} onChange={(event) => onChange(event.target.value as View)} className="w-auto! sm:hidden">
        {VIEWS.map((each) => (
          <option key={each} value={each}>
            {t(`calendar.${each}`)}
          </option>
        ))}
      </Select>
    </>
  );
}
