import { useTranslation } from 'react-i18next';
import { updateUser } from '@/api/calls';
import type { User } from '@/api/types';
import { toast } from '@/lib/toast';
import { BusyButton } from './BusyButton';
import { PasswordField } from './PasswordField';
import { placeOwn, takeOver } from './profile-answer';
import { ProfileSection } from './ProfileSection';
import { currentPasswordRule, newPasswordRule } from './rules';
import { Trouble } from './Trouble';
import { useForm } from './use-form';
import { useWait } from './use-wait';

const EMPTY = { currentPassword: '', password: '' };

export function ProfilePassword({ user }: { user: User }) {
  const { t } = useTranslation();
  const form = useForm({
    initial: EMPTY,
    rules: { currentPassword: currentPasswordRule, password: newPasswordRule },
    send: async (change) => {
      takeOver(await updateUser(user.id, change));
      form.reset(EMPTY);
      toast(t('account.profile.passwordSaved'), { kind: 'success' });
    },
    place: placeOwn,
  });
  const wait = useWait(form.problem);
  return (
    <ProfileSection title={t('account.profile.password')} lead={t('account.profile.passwordLead')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="max-w-md space-y-4">
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" value={user.email} autoComplete="username" readOnly hidden />
        <PasswordField {...form.field('currentPassword')} label={t('account.currentPassword')} autoComplete="current-password" />
        <PasswordField {...form.field('password')} label={t('account.newPassword')} hint={t('account.rules')} autoComplete="new-password" />
        <Trouble problem={form.problem} wait={wait} />
        <BusyButton type="submit" kind="primary" busy={form.busy} blocked={wait > 0}>
          {t('account.profile.savePassword')}
        </BusyButton>
      </form>
    </ProfileSection>
  );
}
