import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/types';
import { Badge } from '@/components/Badge';
import { formatDate, zoned } from '@/lib/time';
import { useUser } from '@/session/session';
import { type Column, DataTable } from './DataTable';
import { Face } from './Face';
import type { Task } from './UserDialogs';
import { UserMenu } from './UserMenu';

interface Props {
  users: readonly User[];
  onTask: (task: Task) => void;
}

export function UserTable({ users, onTask }: Props) {
  const { t } = useTranslation();
  const me = useUser();
  const columns: Column<User>[] = [
    {
      key: 'user',
      header: t('admin.users.user'),
      isName: true,
      cell: (user) => (
        <span className="flex items-center gap-3 pe-8 md:pe-0">
          <Face name={user.name} id={user.id} />
          <span className="min-w-0 break-words font-medium text-ink">{user.name}</span>
          {user.id === me.id && <Badge>{t('admin.you')}</Badge>}
        </span>
      ),
    },
    { key: 'email', header: t('admin.users.email'), cell: (user) => <span className="break-all text-ink">{user.email}</span> },
    {
      key: 'role',
      header: t('admin.users.role'),
      cell: (user) => <Role isAdmin={user.isAdmin} />,
    },
    {
      key: 'since',
      header: t('admin.users.since'),
      cell: (user) => <span className="whitespace-nowrap text-soft">{formatDate(zoned(user.createdAt).toPlainDate())}</span>,
    },
    { key: 'actions', header: t('admin.actions'), isActions: true, className: 'absolute end-2 top-1.5 md:static', cell: (user) => <UserMenu user={user} onTask={onTask} /> },
  ];
  return <DataTable label={t('admin.users.title')} columns={columns} rows={users} keyOf={(user) => user.id} />;
}

function Role({ isAdmin }: { isAdmin: boolean }) {
  const { t } = useTranslation();
  if (!isAdmin) return <span className="text-soft">{t('admin.users.member')}</span>;
  return (
    <span className="inline-flex items-center gap-1.5 font-medium">
      <ShieldCheck aria-hidden size={16} className="text-accent" />
      {t('admin.users.administrator')}
    </span>
  );
}
