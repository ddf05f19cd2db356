import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '@/account/BusyButton';
import { takeOver } from '@/account/profile-answer';
import { emailRule, nameRule } from '@/account/rules';
import { TextField } from '@/account/TextField';
import { Trouble } from '@/account/Trouble';
import { useForm } from '@/account/use-form';
import { updateUser } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import type { User } from '@/api/types';
import { Dialog } from '@/components/Dialog';
import { toast } from '@/lib/toast';
import { useUser } from '@/session/session';

/** Another name or e-mail. The own e-mail needs the own password, for which the profile is the place. */
export function EditUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const isMe = useUser().id === user.id;
  const form = useForm({
    initial: { name: user.name, email: user.email },
    rules: { name: nameRule, email: emailRule },
    send: async ({ name, email }) => {
      const answer = await updateUser(user.id, { name: name.trim(), ...(!isMe && { email: email.trim() }) });
      if (isMe) takeOver(answer);
      onClose();
      toast(t('admin.editUser.saved', { name: answer.name }), { kind: 'success' });
      await queryClient.invalidateQueries({ queryKey: queryKeys.users });
    },
    place: (problem, words) => (problem.code === 'email_taken' ? { email: words('account.fault.emailTaken') } : undefined),
  });
  const footer = (
    <>
      <BusyButton blocked={form.busy} onClick={onClose}>
        {t('app.cancel')}
      </BusyButton>
      <BusyButton type="submit" form={id} kind="primary" busy={form.busy}>
        {t('admin.editUser.submit')}
      </BusyButton>
    </>
  );
  return (
    <Dialog open keep={form.touched} busy={form.busy} onOpenChange={onClose} title={t('admin.editUser.title', { name: user.name })} footer={footer}>
      <form id={id} ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
        <TextField {...form.field('name')} label={t('account.name')} autoComplete="off" autoFocus />
        {isMe ? (
          <p className="text-soft">{t('admin.editUser.own')}</p>
        ) : (
          <TextField {...form.field('email')} label={t('account.email')} type="email" autoComplete="off" />
        )}
        <Trouble problem={form.problem} />
      </form>
    </Dialog>
  );
}
