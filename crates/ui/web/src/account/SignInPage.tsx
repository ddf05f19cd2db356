import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/session/session';
import { AccountLayout } from './AccountLayout';
import { LinkButton } from './LinkButton';
import { SetUpNeeded } from './SetUpNeeded';
import { SignInForm } from './SignInForm';
import { SignUpForm } from './SignUpForm';
import { useConfig } from './use-config';

/** Stands in front of everything while nobody is signed in; the address stays, so one comes out where one was. */
export default function SignInPage() {
  const { t } = useTranslation();
  const { ended } = useSession();
  const { data: config } = useConfig();
  const [joining, setJoining] = useState(false);

  if (config?.setupNeeded) return <SetUpNeeded />;
  if (joining) {
    const back = (
      <>
        {t('account.signUp.have')} <LinkButton onClick={() => setJoining(false)}>{t('account.signUp.back')}</LinkButton>
      </>
    );
    return (
      <AccountLayout title={t('account.signUp.title')} foot={back}>
        <SignUpForm />
      </AccountLayout>
    );
  }
  const foot = config?.signup ? (
    <>
      {t('account.signIn.new')} <LinkButton onClick={() => setJoining(true)}>{t('account.signIn.create')}</LinkButton>
    </>
  ) : (
    t('account.signIn.forgotten')
  );
  return (
    <AccountLayout title={t('account.signIn.title')} foot={foot}>
      {ended && (
        <p role="status" className="mb-5 rounded-md bg-warn-soft px-3 py-2.5 text-sm text-warn">
          {t('account.signIn.ended')}
        </p>
      )}
      <SignInForm ended={ended} />
    </AccountLayout>
  );
}
