import type { PasswordLink, User } from '@/api/types';
import { DeleteUserDialog } from './DeleteUserDialog';
import { EditUserDialog } from './EditUserDialog';
import { LinkDialog } from './LinkDialog';
import { NewLinkDialog } from './NewLinkDialog';
import { NewUserDialog } from './NewUserDialog';
import { RoleDialog } from './RoleDialog';

/** What an administrator is about to do. */
export type Task = { kind: 'new' } | { kind: 'edit' | 'role' | 'link' | 'delete'; user: User } | { kind: 'made'; user: User; link: PasswordLink };

interface Props {
  task: Task | null;
  onTask: (task: Task | null) => void;
}

export function UserDialogs({ task, onTask }: Props) {
  const close = () => onTask(null);
  switch (task?.kind) {
    case 'new':
      return <NewUserDialog onMade={(user, link) => onTask({ kind: 'made', user, link })} onClose={close} />;
    case 'edit':
      return <EditUserDialog user={task.user} onClose={close} />;
    case 'role':
      return <RoleDialog user={task.user} onClose={close} />;
    case 'link':
      return <NewLinkDialog user={task.user} onMade={(link) => onTask({ kind: 'made', user: task.user, link })} onClose={close} />;
    case 'delete':
      return <DeleteUserDialog user={task.user} onClose={close} />;
    case 'made':
      return <LinkDialog name={task.user.name} link={task.link} onClose={close} />;
    default:
      return null;
  }
}
