import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listUsers } from '@/api/calls';
import { queryKeys } from '@/api/query';
import { Button } from '@/components/Button';
import { AdminPage } from './AdminPage';
import { ForAdmins } from './ForAdmins';
import { LoadFailed, RowsLoading } from './QueryStates';
import { SearchInput } from './SearchInput';
import { type Task, UserDialogs } from './UserDialogs';
import { UserTable } from './UserTable';

/** From so many users on, looking for one by eye is tedious. */
const MANY = 8;

export default function UsersPage() {
  return (
    <ForAdmins>
      <Users />
    </ForAdmins>
  );
}

function Users() {
  const { t } = useTranslation();
  const users = useQuery({ queryKey: queryKeys.users, queryFn: listUsers });
  const [task, setTask] = useState<Task | null>(null);
  const [sought, setSought] = useState('');

  const fits = (text: string) => text.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
  const shown = users.data?.filter(({ name, email }) => fits(name) || fits(email)) ?? [];
  const add = (
    <Button kind="primary" onClick={() => setTask({ kind: 'new' })}>
      <UserPlus className="size-4" aria-hidden="true" />
      {t('admin.users.add')}
    </Button>
  );
  return (
    <AdminPage title={t('admin.users.title')} lead={t('admin.users.lead')} actions={add}>
      {users.data && users.data.length > MANY && (
        <div className="mb-4 max-w-sm">
          <SearchInput label={t('admin.users.filter')} value={sought} onChange={setSought} />
        </div>
      )}
      {users.isPending && <RowsLoading />}
      {users.isError && !users.data && <LoadFailed problem={users.error} retry={() => void users.refetch()} />}
      {users.data && (
        <>
          <UserTable users={shown} onTask={setTask} />
          <p role="status" className="mt-4 text-sm text-soft">
            {shown.length > 0 ? t('admin.users.count', { count: shown.length }) : t('admin.users.none')}
          </p>
        </>
      )}
      <UserDialogs task={task} onTask={setTask} />
    </AdminPage>
  );
}
