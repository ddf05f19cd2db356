import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { ListFilter } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { getDoctors } from '@/api/calls';
import { queryKeys } from '@/api/query';
import { Button } from '@/components/Button';
import { Menu, MenuCheckbox, MenuLabel, MenuSeparator } from '@/components/Menu';
import { locale } from '@/lib/time';
import { columnsOf, doctorKey } from './layout/columns';
import type { DoctorFilter as Filter } from './use-doctor-filter';

export function DoctorFilter({ filter: { chosen, toggle, clear } }: { filter: Filter }) {
  const { t } = useTranslation();
  const { data: doctors } = useQuery({ queryKey: queryKeys.doctors, queryFn: getDoctors });
  const names = columnsOf([...(doctors ?? []), ...chosen], [], locale())
    .map(({ doctor }) => doctor)
    .filter((doctor) => doctor !== null);
  const keys = new Set(chosen.map(doctorKey));
  const active = chosen.length > 0;
  const label = active ? t('calendar.doctorsChosen', { count: chosen.length }) : t('calendar.allDoctors');
  return (
    <Menu
      trigger={
        <Button aria-label={t('calendar.filterBy', { choice: label })} className={clsx('max-sm:px-2.5!', active && 'border-accent! text-accent!')}>
          <ListFilter aria-hidden size={16} />
          <span className="hidden sm:inline">{label}</span>
          {active && <span className="tabular-nums sm:hidden">{chosen.length}</span>}
        </Button>
      }
    >
      <MenuLabel>{t('calendar.doctors')}</MenuLabel>
      <MenuCheckbox checked={!active} onCheckedChange={clear} onSelect={(event) => event.preventDefault()}>
        {t('calendar.allDoctors')}
      </MenuCheckbox>
      {names.length > 0 && <MenuSeparator />}
      {names.map((name) => (
        <MenuCheckbox key={name} checked={keys.has(doctorKey(name))} onCheckedChange={() => toggle(name)} onSelect={(event) => event.preventDefault()}>
          {name || t('calendar.noDoctor')}
        </MenuCheckbox>
      ))}
    </Menu>
  );
}
