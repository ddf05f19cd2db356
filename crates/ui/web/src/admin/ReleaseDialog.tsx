import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '@/account/BusyButton';
import type { Rule } from '@/account/rules';
import { Trouble } from '@/account/Trouble';
import { useForm } from '@/account/use-form';
import { forceRelease } from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import type { LiveLock } from '@/api/types';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Textarea } from '@/components/Textarea';
import { toast } from '@/lib/toast';
import { useUser } from '@/session/session';

const REASON = { least: 3, most: 500 };

const reasonRule: Rule = (value, t) => {
  const length = [...value.trim()].length;
  if (length < REASON.least) return t('admin.release.reasonShort');
  return length > REASON.most ? t('admin.release.reasonLong') : undefined;
};

export function ReleaseDialog({ lock, onClose }: { lock: LiveLock; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const isMe = useUser().id === lock.userId;
  const { title } = lock.appointment;
  const form = useForm({
    initial: { reason: '' },
    rules: { reason: reasonRule },
    send: async ({ reason }) => {
      // Only this holding: who took it over meanwhile hasn't done anything yet.
      const outcome = await forceRelease(lock.appointmentId, reason.trim(), { lock: lock.id }).then(() => 'done' as const, goneAlready);
      onClose();
      toast(t(`admin.release.${outcome}`, { title }), { kind: outcome === 'done' ? 'success' : 'info' });
      await queryClient.invalidateQueries({ queryKey: queryKeys.locks });
    },
  });
  const { error, onChange, ...input } = form.field('reason');
  const footer = (
    <>
      <BusyButton blocked={form.busy} onClick={onClose}>
        {t('app.cancel')}
      </BusyButton>
      <BusyButton type="submit" form={id} kind="danger" busy={form.busy}>
        {t('admin.release.submit')}
      </BusyButton>
    </>
  );
  return (
    <Dialog
      open
      keep={form.touched}
      busy={form.busy}
      onOpenChange={onClose}
      title={t('admin.release.title', { title })}
      description={isMe ? t('admin.release.own') : t('admin.release.text', { name: lock.user?.name ?? '' })}
      footer={footer}
    >
      <form id={id} ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
        <Field label={t('admin.release.reason')} hint={t('admin.release.reasonHint')} error={error}>
          <Textarea {...input} onChange={(event) => onChange(event.target.value)} autoFocus />
        </Field>
        <Trouble problem={form.problem} words={{ lock_changed: t('admin.release.changed') }} />
      </form>
    </Dialog>
  );
}

function goneAlready(refusal: unknown): 'gone' {
  if (refusal instanceof Problem && ['lock_not_found', 'appointment_not_found'].includes(refusal.code)) return 'gone';
  throw refusal;
}
