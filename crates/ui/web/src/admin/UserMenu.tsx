import { Ellipsis, KeyRound, Pencil, ShieldCheck, ShieldMinus, Trash2 } from 'lucide-react';
import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/types';
import { IconButton } from '@/components/IconButton';
import { Menu, MenuItem, MenuSeparator } from '@/components/Menu';
import type { Task } from './UserDialogs';

interface Props {
  user: User;
  onTask: (task: Task) => void;
}

export function UserMenu({ user, onTask }: Props) {
  const { t } = useTranslation();
  const Role = user.isAdmin ? ShieldMinus : ShieldCheck;
  return (
    <Menu trigger={<IconButton small icon={Ellipsis} label={t('admin.actionsFor', { name: user.name })} onPointerDown={takeFocus} />}>
      <MenuItem onSelect={() => onTask({ kind: 'edit', user })}>
        <Pencil aria-hidden size={16} />
        {t('admin.users.edit')}
      </MenuItem>
      <MenuItem onSelect={() => onTask({ kind: 'link', user })}>
        <KeyRound aria-hidden size={16} />
        {t('admin.users.newLink')}
      </MenuItem>
      <MenuItem onSelect={() => onTask({ kind: 'role', user })}>
        <Role aria-hidden size={16} />
        {user.isAdmin ? t('admin.users.demote') : t('admin.users.promote')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem className="text-danger" onSelect={() => onTask({ kind: 'delete', user })}>
        <Trash2 aria-hidden size={16} />
        {t('admin.users.delete')}
      </MenuItem>
    </Menu>
  );
}

/** Opened by pointer, the button would not get the focus, and a dialog opened from the menu would not know where to give it back. */
function takeFocus({ currentTarget }: PointerEvent<HTMLButtonElement>) {
  currentTarget.focus();
}
