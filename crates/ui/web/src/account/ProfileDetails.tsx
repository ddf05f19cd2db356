import { useTranslation } from 'react-i18next';
import { updateUser } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import type { User } from '@/api/types';
import { toast } from '@/lib/toast';
import { BusyButton } from './BusyButton';
import { rememberEmail } from './last-email';
import { PasswordField } from './PasswordField';
import { placeOwn, takeOver } from './profile-answer';
import { ProfileSection } from './ProfileSection';
import { currentPasswordRule, emailRule, nameRule } from './rules';
import { TextField } from './TextField';
import { Trouble } from './Trouble';
import { useForm } from './use-form';
import { useWait } from './use-wait';

export function ProfileDetails({ user }: { user: User }) {
  const { t } = useTranslation();
  const form = useForm({
    initial: { name: user.name, email: user.email, currentPassword: '' },
    rules: { name: nameRule, email: emailRule, currentPassword: (value, words, values) => (values['email']?.trim() === user.email ? undefined : currentPasswordRule(value, words, values)) },
    send: async ({ name, email, currentPassword }) => {
      const moved = email.trim() !== user.email;
      takeOver(await updateUser(user.id, { name: name.trim(), ...(moved && { email: email.trim(), currentPassword }) }));
      rememberEmail(email.trim());
      form.set('currentPassword', '');
      void queryClient.invalidateQueries({ queryKey: queryKeys.users });
      toast(t('account.profile.saved'), { kind: 'success' });
    },
    place: placeOwn,
  });
  const wait = useWait(form.problem);
  const moved = form.values.email.trim() !== user.email;
  return (
    <ProfileSection title={t('account.profile.details')} lead={t('account.profile.detailsLead')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="max-w-md space-y-4">
        <TextField {...form.field('name')} label={t('account.name')} autoComplete="name" />
        <TextField {...form.field('email')} label={t('account.email')} type="email" autoComplete="email" />
        {moved && (
          <PasswordField {...form.field('currentPassword')} label={t('account.currentPassword')} hint={t('account.profile.currentForEmail')} autoComplete="current-password" />
        )}
        <Trouble problem={form.problem} wait={wait} />
        <BusyButton type="submit" kind="primary" busy={form.busy} blocked={wait > 0}>
          {t('account.profile.save')}
        </BusyButton>
      </form>
    </ProfileSection>
  );
}
