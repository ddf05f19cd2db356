import { useTranslation } from 'react-i18next';
import { createUser, login } from '@/api/calls';
import { begin } from '@/session/session';
import { BusyButton } from './BusyButton';
import { rememberEmail } from './last-email';
import { PersonFields } from './PersonFields';
import { emailRule, nameRule, newPasswordRule } from './rules';
import { Trouble } from './Trouble';
import { useForm } from './use-form';
import { useWait } from './use-wait';

/** For systems where anybody may make an account. */
export function SignUpForm() {
  const { t } = useTranslation();
  const form = useForm({
    initial: { name: '', email: '', password: '' },
    rules: { name: nameRule, email: emailRule, password: newPasswordRule },
    send: async ({ name, email, password }) => {
      await createUser({ name: name.trim(), email: email.trim(), password });
      const answer = await login(email.trim(), password);
      rememberEmail(answer.email);
      begin(answer);
    },
    place: (problem, words) => (problem.code === 'email_taken' ? { email: words('account.fault.emailTakenHere') } : undefined),
  });
  const wait = useWait(form.problem);
  return (
    <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
      <PersonFields field={form.field} />
      <Trouble problem={form.problem} wait={wait} />
      <BusyButton type="submit" kind="primary" className="w-full" busy={form.busy} blocked={wait > 0}>
        {t('account.signUp.submit')}
      </BusyButton>
    </form>
  );
}
