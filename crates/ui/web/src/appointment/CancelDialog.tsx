import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelAppointment, restoreAppointment } from '@/api/calls';
import { Problem, problemText } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import type { Appointment } from '@/api/types';
import { closePanel, isOpen, openAppointment } from '@/app/navigation';
import { AlertDialog } from '@/components/AlertDialog';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { Textarea } from '@/components/Textarea';
import { formatWhen } from '@/lib/time';
import { toast } from '@/lib/toast';
import { useMounted } from '@/lib/use-mounted';
import { withLock } from './holding';
import { openEditor } from './open-editor';

const LONGEST = 500;

interface Props {
  appointment: Appointment;
  dirty?: boolean;
  onClose: () => void;
}

/** Asks why, then cancels; for ten seconds it can be taken back. */
export function CancelDialog({ appointment, dirty = false, onClose }: Props) {
  const { t } = useTranslation();
  const formId = useId();
  const mounted = useMounted();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { id, title, version, startTime, endTime } = appointment;

  const cancel = async () => {
    const fault = [...reason].length > LONGEST ? t('appointment.errors.tooLong', { max: LONGEST }) : undefined;
    setError(fault);
    if (fault) return field.current?.focus();
    setBusy(true);
    try {
      await withLock(appointment, (lock) => cancelAppointment(id, version, reason.trim(), { lock: lock.id }));
      if (openEditor.getState()?.id === id) openEditor.getState()?.discard();
      // This dialog went with the appointment; what is open by now may be another one.
      if (isOpen(id)) closePanel();
      void queryClient.invalidateQueries({ queryKey: queryKeys.cancelled });
      toast(t('appointment.cancelling.done', { title }), { action: { label: t('appointment.cancelling.undo'), onClick: () => void undo() }, duration: 10_000 });
    } catch (cause) {
      if (!mounted.current) toast(problemText(cause, t), { kind: 'error' });
      setError(problemText(cause, t));
      setBusy(false);
    }
  };

  const undo = async () => {
    try {
      await restoreAppointment(id);
      toast(t('appointment.cancelling.restored', { title }), { kind: 'success', action: { label: t('appointment.leave.open'), onClick: () => openAppointment(id) }, duration: 5000 });
    } catch (cause) {
      toast(cause instanceof Problem ? problemText(cause, t) : String(cause), { kind: 'error' });
    }
  };

  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && !busy && onClose()}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        field.current?.focus();
      }}
      title={t('appointment.cancelling.title')}
      description={
        <>
          <p className="[overflow-wrap:anywhere]">{t('appointment.cancelling.text', { title, when: formatWhen(Date.parse(startTime), Date.parse(endTime)) })}</p>
          {dirty && <p className="mt-1 font-medium text-danger">{t('appointment.cancelling.draftLost')}</p>}
        </>
      }
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('appointment.cancelling.back')}
          </Button>
          <Button kind="danger" type="submit" form={formId} disabled={busy}>
            {t('appointment.cancel')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void cancel();
        }}
      >
        <Field label={t('appointment.cancelling.reason')} hint={t('appointment.cancelling.reasonHint')} error={error}>
          <Textarea ref={field} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </form>
    </AlertDialog>
  );
}
