import { useTranslation } from 'react-i18next';
import { login } from '@/api/calls';
import { begin } from '@/session/session';
import { BusyButton } from './BusyButton';
import { lastEmail, rememberEmail } from './last-email';
import { PasswordField } from './PasswordField';
import { emailRule, passwordRule } from './rules';
import { TextField } from './TextField';
import { Trouble } from './Trouble';
import { useForm } from './use-form';
import { useWait } from './use-wait';

export function SignInForm({ ended }: { ended: boolean }) {
  const { t } = useTranslation();
  const known = ended ? lastEmail() : '';
  const form = useForm({
    initial: { email: known, password: '' },
    rules: { email: emailRule, password: passwordRule },
    send: async ({ email, password }) => {
      const answer = await login(email.trim(), password);
      rememberEmail(answer.email);
      begin(answer);
    },
  });
  const wait = useWait(form.problem);
  return (
    <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
      <TextField {...form.field('email')} label={t('account.email')} type="email" autoComplete="username" autoFocus={!known} />
      <PasswordField {...form.field('password')} label={t('account.password')} autoComplete="current-password" autoFocus={Boolean(known)} />
      <Trouble problem={form.problem} wait={wait} words={{ invalid_credentials: t('account.signIn.wrong') }} />
      <BusyButton type="submit" kind="primary" className="w-full" busy={form.busy} blocked={wait > 0}>
        {t('account.signIn.submit')}
      </BusyButton>
    </form>
  );
}
