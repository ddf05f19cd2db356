import { useTranslation } from 'react-i18next';
import { passwordLink } from '@/api/calls';
import type { PasswordLink, User } from '@/api/types';
import { ConfirmDialog } from './ConfirmDialog';

interface Props {
  user: User;
  onMade: (link: PasswordLink) => void;
  onClose: () => void;
}

/** Asks first: a new link makes earlier ones useless. */
export function NewLinkDialog({ user: { id, name }, onMade, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      title={t('admin.link.askTitle', { name })}
      text={t('admin.link.askText')}
      confirm={t('admin.link.make')}
      action={async () => onMade(await passwordLink(id))}
      onClose={onClose}
    />
  );
}
