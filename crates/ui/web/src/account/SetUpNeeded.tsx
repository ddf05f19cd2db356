import { useTranslation } from 'react-i18next';
import { AccountLayout } from './AccountLayout';
import { SetUpCommand } from './SetUpCommand';

/** While there is no user, nobody can sign in: says where the link to begin with is. */
export function SetUpNeeded() {
  const { t } = useTranslation();
  return (
    <AccountLayout title={t('account.setUp.neededTitle')} lead={t('account.setUp.needed')}>
      <p className="text-sm text-ink">{t('account.setUp.neededWhere')}</p>
      <SetUpCommand />
    </AccountLayout>
  );
}
