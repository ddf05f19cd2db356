import clsx from 'clsx';
import { Keyboard, Plus, Printer, Search } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { IconButton } from '@/components/IconButton';
import { DoctorFilter } from './DoctorFilter';
import { SearchBox } from './SearchBox';
import type { DoctorFilter as Filter } from './use-doctor-filter';

interface Props {
  clinicName: string | null;
  filter: Filter;
  searchRef: RefObject<HTMLInputElement | null>;
  onPrint: () => void;
  onHelp: () => void;
  onCreate: () => void;
}

export function TitleBar({ clinicName, filter, searchRef, onPrint, onHelp, onCreate }: Props) {
  const { t } = useTranslation();
  const [searching, setSearching] = useState(false);
  const search = () => {
    flushSync(() => setSearching(true));
    searchRef.current?.focus();
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5 sm:gap-3">
      <div className="min-w-0 flex-1 sm:min-w-max">
        <h1 className="text-lg leading-6 font-bold tracking-tight sm:truncate sm:text-[1.75rem] sm:leading-9">{t('calendar.title')}</h1>
        {clinicName && <p className="truncate text-[0.8125rem] text-soft">{clinicName}</p>}
      </div>
      <div className={clsx('order-last w-full sm:order-none sm:block sm:w-auto', !searching && 'hidden')}>
        <SearchBox inputRef={searchRef} onDone={() => setSearching(false)} />
      </div>
      <IconButton label={t('calendar.searchOpen')} icon={Search} aria-expanded={searching} onClick={search} className="sm:hidden" />
      <DoctorFilter filter={filter} />
      <IconButton label={t('calendar.print')} icon={Printer} onClick={onPrint} />
      <IconButton label={t('calendar.keyboard')} icon={Keyboard} onClick={onHelp} className="hidden! sm:inline-flex!" />
      <Button kind="primary" onClick={onCreate} className="hidden! sm:inline-flex!">
        <Plus aria-hidden size={16} />
        {t('calendar.create')}
      </Button>
    </div>
  );
}
