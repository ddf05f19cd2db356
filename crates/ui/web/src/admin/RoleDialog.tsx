import { useTranslation } from 'react-i18next';
import { updateUser } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import type { User } from '@/api/types';
import { toast } from '@/lib/toast';
import { end, useUser } from '@/session/session';
import { ConfirmDialog } from './ConfirmDialog';

export function RoleDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const isMe = useUser().id === user.id;
  const { name, isAdmin } = user;
  const kind = isAdmin ? 'demote' : 'promote';

  const change = async () => {
    await updateUser(user.id, { isAdmin: !isAdmin });
    onClose();
    toast(t(`admin.role.${kind}d`, { name }), { kind: 'success' });
    // Another role ends the sessions of the old one.
    if (isMe) end({ by: 'expiry' });
    else await queryClient.invalidateQueries({ queryKey: queryKeys.users });
  };
  return (
    <ConfirmDialog
      title={t(`admin.role.${kind}Title`, { name })}
      text={t(`admin.role.${kind}Text`, { name })}
      warning={isMe && t('admin.role.demoteSelf')}
      confirm={t(`admin.role.${kind}`)}
      isGrave={isAdmin}
      action={change}
      onClose={onClose}
    />
  );
}
