import { useTranslation } from 'react-i18next';
import { setUp } from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import type { AppConfig } from '@/api/types';
import { begin } from '@/session/session';
import { AccountLayout } from './AccountLayout';
import { BusyButton } from './BusyButton';
import { DeadLink } from './DeadLink';
import { rememberEmail } from './last-email';
import { leaveLink } from './link';
import { PersonFields } from './PersonFields';
import { emailRule, nameRule, newPasswordRule } from './rules';
import { SetUpCommand } from './SetUpCommand';
import { Trouble } from './Trouble';
import { useForm } from './use-form';

/** Makes the first administrator and signs them in. */
export function SetUpForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const form = useForm({
    initial: { name: '', email: '', password: '' },
    rules: { name: nameRule, email: emailRule, password: newPasswordRule },
    send: async ({ name, email, password }) => {
      const answer = await setUp({ token, name: name.trim(), email: email.trim(), password });
      rememberEmail(answer.email);
      begin(answer);
      leaveLink();
      queryClient.setQueryData<AppConfig>(queryKeys.config, (before) => before && { ...before, setupNeeded: false });
    },
  });
  const refusal = form.problem instanceof Problem ? form.problem.code : undefined;

  if (refusal === 'setup_done') return <DeadLink title={t('account.setUp.doneTitle')} text={t('account.setUp.done')} />;
  if (refusal === 'invalid_setup_token') {
    return (
      <AccountLayout title={t('account.setUp.invalidTitle')} lead={t('account.setUp.invalid')} takesFocus>
        <SetUpCommand />
      </AccountLayout>
    );
  }
  return (
    <AccountLayout title={t('account.setUp.title')} lead={t('account.setUp.lead')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
        <PersonFields field={form.field} />
        <Trouble problem={form.problem} />
        <BusyButton type="submit" kind="primary" className="w-full" busy={form.busy}>
          {t('account.setUp.submit')}
        </BusyButton>
      </form>
    </AccountLayout>
  );
}
