import { useTranslation } from 'react-i18next';
import { deleteUser } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import type { User } from '@/api/types';
import { toast } from '@/lib/toast';
import { end, useUser } from '@/session/session';
import { ConfirmDialog } from './ConfirmDialog';

export function DeleteUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const isMe = useUser().id === user.id;
  const { name } = user;

  const remove = async () => {
    await deleteUser(user.id);
    onClose();
    toast(t('admin.deleteUser.done', { name }), { kind: 'success' });
    if (isMe) end({ by: 'user' });
    else await queryClient.invalidateQueries({ queryKey: queryKeys.users });
  };
  return (
    <ConfirmDialog
      title={t('admin.deleteUser.title', { name })}
      text={t('admin.deleteUser.text', { name })}
      warning={isMe && t('admin.deleteUser.self')}
      confirm={t('admin.deleteUser.submit')}
      isGrave
      action={remove}
      onClose={onClose}
    />
  );
}
