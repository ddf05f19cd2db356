import clsx from 'clsx';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { openAppointment, showView } from '@/app/navigation';
import { Input } from '@/components/Input';
import { zoned } from '@/lib/time';
import { SearchResult } from './SearchResult';
import { useSearch } from './use-search';

interface Props {
  inputRef: RefObject<HTMLInputElement | null>;
  onDone: () => void;
}

/** A combobox over all appointments, not only those in view; a choice leads to its day and opens it. */
export function SearchBox({ inputRef, onDone }: Props) {
  const { t } = useTranslation();
  const list = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const { enabled, results, isFetching, isError } = useSearch(text, open);
  const shown = open && enabled;
  const groups = shown && results ? ([['coming', results.coming], ['past', results.past]] as const) : [];
  const items = groups.flatMap(([, found]) => found);
  // By its id: what is found again may stand elsewhere.
  const active = Math.max(0, items.findIndex(({ id }) => id === chosen));
  const optionId = (index: number) => `${list}-${index}`;

  const choose = (appointment: Appointment | undefined) => {
    if (!appointment) return;
    setText('');
    setOpen(false);
    onDone();
    showView('day', zoned(appointment.startTime).toPlainDate().toString());
    openAppointment(appointment.id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (!shown) onDone();
      setOpen(false);
      if (!shown) setText('');
    } else if (shown && (event.key === 'ArrowDown' || event.key === 'ArrowUp') && items.length > 0) {
      event.preventDefault();
      setChosen(items[(active + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length]?.id ?? null);
    } else if (shown && event.key === 'Enter') {
      event.preventDefault();
      choose(items[active]);
    }
  };

  const status = isError ? t('calendar.searchFailed') : results ? t('calendar.found', { count: items.length }) : t('calendar.searching');
  return (
    <div className="relative w-full sm:w-60" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <Search aria-hidden size={16} className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-soft" />
      <Input
        ref={inputRef}
        type="search"
        role="combobox"
        aria-label={t('calendar.search')}
        placeholder={t('calendar.search')}
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? optionId(active) : undefined}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(null);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
        className="ps-8"
      />
      <div className={clsx('absolute end-0 top-full z-50 mt-1.5 w-full overflow-hidden rounded-lg border border-line bg-raised shadow-xl sm:w-[30rem]', !shown && 'hidden')}>
        <p role="status" className="px-3 pt-2.5 pb-1.5 text-xs text-soft">
          {shown && status}
          {isFetching && results && '…'}
        </p>
        <div id={list} role="listbox" aria-label={t('calendar.searchResults')} className="max-h-[60vh] overflow-y-auto px-1 pb-1">
          {groups.map(
            ([name, found]) =>
              found.length > 0 && (
                <div key={name} role="group" aria-label={t(`calendar.${name}`)}>
                  <p aria-hidden className="px-2 pt-1.5 pb-0.5 text-xs font-medium text-soft">
                    {t(`calendar.${name}`)}
                  </p>
                  {found.map((appointment) => {
                    const index = items.indexOf(appointment);
                    return <SearchResult key={appointment.id} id={optionId(index)} appointment={appointment} active={index === active} onHover={() => setChosen(appointment.id)} onChoose={() => choose(appointment)} />;
                  })}
                </div>
              ),
          )}
        </div>
      </div>
    </div>
  );
}
