import { type ComponentProps, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '@/account/BusyButton';
import { emailRule, nameRule } from '@/account/rules';
import { TextField } from '@/account/TextField';
import { Trouble } from '@/account/Trouble';
import { useForm } from '@/account/use-form';
import { createUser } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import type { PasswordLink, User } from '@/api/types';
import { Dialog } from '@/components/Dialog';

interface Props {
  onMade: (user: User, link: PasswordLink) => void;
  onClose: () => void;
}

export function NewUserDialog({ onMade, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [isAdmin, setIsAdmin] = useState(false);
  const form = useForm({
    initial: { name: '', email: '' },
    rules: { name: nameRule, email: emailRule },
    send: async ({ name, email }) => {
      const { passwordLink, ...user } = await createUser({ name: name.trim(), email: email.trim(), isAdmin });
      void queryClient.invalidateQueries({ queryKey: queryKeys.users });
      if (passwordLink) onMade(user, passwordLink);
      else onClose();
    },
    place: (problem, words) => (problem.code === 'email_taken' ? { email: words('account.fault.emailTaken') } : undefined),
  });
  const footer = (
    <>
      <BusyButton blocked={form.busy} onClick={onClose}>
        {t('app.cancel')}
      </BusyButton>
      <BusyButton type="submit" form={id} kind="primary" busy={form.busy}>
        {t('admin.newUser.submit')}
      </BusyButton>
    </>
  );
  return (
    <Dialog open keep={form.touched || isAdmin} busy={form.busy} onOpenChange={onClose} title={t('admin.newUser.title')} description={t('admin.newUser.text')} footer={footer}>
      <form id={id} ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
        <TextField {...form.field('name')} label={t('account.name')} autoComplete="off" autoFocus />
        <TextField {...form.field('email')} label={t('account.email')} type="email" autoComplete="off" />
        <AdminCheckbox checked={isAdmin} onChange={(event) => setIsAdmin(event.target.checked)} />
        <Trouble problem={form.problem} />
      </form>
    </Dialog>
  );
}

function AdminCheckbox(input: ComponentProps<'input'>) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input {...input} id={id} type="checkbox" aria-describedby={`${id}-hint`} className="mt-0.5 size-5 shrink-0 accent-accent" />
      <div>
        <label htmlFor={id} className="font-medium">
          {t('admin.newUser.asAdmin')}
        </label>
        <p id={`${id}-hint`} className="text-[0.8125rem] text-soft">
          {t('admin.newUser.asAdminHint')}
        </p>
      </div>
    </div>
  );
}
