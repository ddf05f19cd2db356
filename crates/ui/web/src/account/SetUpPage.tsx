import { useTranslation } from 'react-i18next';
import { DeadLink } from './DeadLink';
import { useLinkToken } from './link';
import { SetUpForm } from './SetUpForm';
import { SetUpNeeded } from './SetUpNeeded';
import { useConfig } from './use-config';

/** Behind the set-up link, and instead of the sign-in while there is no user. */
export default function SetUpPage() {
  const { t } = useTranslation();
  const token = useLinkToken('setup');
  const { data: config } = useConfig();
  if (config?.setupNeeded === false) return <DeadLink title={t('account.setUp.doneTitle')} text={t('account.setUp.done')} />;
  return token ? <SetUpForm key={token} token={token} /> : <SetUpNeeded />;
}
