import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/account/LinkButton';
import { listUsers } from '@/api/calls';
import { queryKeys } from '@/api/query';
import { type AuditFilter, openAppointment } from '@/app/navigation';
import { Field } from '@/components/Field';
import { Input } from '@/components/Input';
import { Select } from '@/components/Select';
import { today } from '@/lib/time';
import { isReversed } from './use-audit';

interface Props {
  filter: AuditFilter;
  /** The names of those in the entries, by id. */
  seen: ReadonlyMap<string, string>;
  onChange: (change: AuditFilter) => void;
}

/** Whose entries, of which days, and of which appointment. */
export function AuditFilters({ filter, seen, onChange }: Props) {
  const { t } = useTranslation();
  const latest = today().toString();
  return (
    <div role="group" aria-label={t('admin.audit.filter')} className="mb-6 space-y-4">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)] lg:max-w-3xl">
        <Person chosen={filter.user ?? ''} seen={seen} onChoose={(user) => onChange({ user })} />
        <Field label={t('admin.audit.from')}>
          <Input type="date" max={latest} value={filter.from ?? ''} onChange={(event) => onChange({ from: event.target.value })} />
        </Field>
        <Field label={t('admin.audit.to')} error={isReversed(filter) ? t('admin.audit.reversed') : undefined}>
          <Input type="date" max={latest} value={filter.to ?? ''} onChange={(event) => onChange({ to: event.target.value })} />
        </Field>
      </div>
      {filter.appointment && <OneAppointment id={filter.appointment} onAll={() => onChange({ appointment: undefined })} />}
    </div>
  );
}

function Person({ chosen, seen, onChoose }: { chosen: string; seen: Props['seen']; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const users = useQuery({ queryKey: queryKeys.users, queryFn: listUsers });
  const deleted = users.data ? [...seen].filter(([id]) => !users.data.some((user) => user.id === id)) : [];
  const isUnknown = chosen !== '' && ![...(users.data ?? []).map(({ id }) => id), ...deleted.map(([id]) => id)].includes(chosen);
  // Perhaps they were only just added.
  const { refetch } = users;
  useEffect(() => {
    if (deleted.length > 0) void refetch();
  }, [deleted.length, refetch]);
  return (
    <Field label={t('admin.audit.person')}>
      <Select value={chosen} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{t('admin.audit.everybody')}</option>
        {isUnknown && <option value={chosen}>{users.data ? t('admin.audit.somebodyElse') : t('app.loading')}</option>}
        {users.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {deleted.map(([id, name]) => (
          <option key={id} value={id}>
            {t('admin.audit.deleted', { name })}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function OneAppointment({ id, onAll }: { id: string; onAll: () => void }) {
  const { t } = useTranslation();
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span>{t('admin.audit.ofOne')}</span>
      <LinkButton onClick={() => openAppointment(id)}>{t('admin.audit.openThis')}</LinkButton>
      <LinkButton onClick={onAll}>{t('admin.audit.all')}</LinkButton>
    </p>
  );
}
