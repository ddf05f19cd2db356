import { useTranslation } from 'react-i18next';
import { DeadLink } from './DeadLink';
import { useLinkToken } from './link';
import { PasswordForm } from './PasswordForm';

/** Behind a password link. */
export default function PasswordPage() {
  const { t } = useTranslation();
  const token = useLinkToken('password');
  if (!token) return <DeadLink title={t('account.link.invalidTitle')} text={t('account.link.invalid')} />;
  return <PasswordForm key={token} token={token} />;
}
