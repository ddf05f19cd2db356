import { useTranslation } from 'react-i18next';
import { redeemPassword } from '@/api/calls';
import { Problem } from '@/api/problem';
import { begin, useSession } from '@/session/session';
import { AccountLayout } from './AccountLayout';
import { BusyButton } from './BusyButton';
import { DeadLink } from './DeadLink';
import { rememberEmail } from './last-email';
import { leaveLink } from './link';
import { PasswordField } from './PasswordField';
import { newPasswordRule } from './rules';
import { Trouble } from './Trouble';
import { useForm } from './use-form';
import { useWait } from './use-wait';

/** Chooses the password and signs in. */
export function PasswordForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const { session } = useSession();
  const form = useForm({
    initial: { password: '' },
    rules: { password: newPasswordRule },
    send: async ({ password }) => {
      const answer = await redeemPassword(token, password);
      rememberEmail(answer.email);
      begin(answer);
      leaveLink();
    },
  });
  const wait = useWait(form.problem);
  const dead = form.problem instanceof Problem && form.problem.code === 'invalid_password_token';

  if (dead) return <DeadLink title={t('account.link.invalidTitle')} text={t('account.link.invalid')} />;
  return (
    <AccountLayout title={t('account.link.title')} lead={t('account.link.lead')}>
      {session && <p className="mb-5 rounded-md bg-warn-soft px-3 py-2.5 text-warn">{t('account.link.signedInAs', { name: session.user.name })}</p>}
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
        <PasswordField {...form.field('password')} label={t('account.newPassword')} hint={t('account.rules')} autoComplete="new-password" autoFocus />
        <Trouble problem={form.problem} wait={wait} />
        <BusyButton type="submit" kind="primary" className="w-full" busy={form.busy} blocked={wait > 0}>
          {t('account.link.submit')}
        </BusyButton>
      </form>
    </AccountLayout>
  );
}
