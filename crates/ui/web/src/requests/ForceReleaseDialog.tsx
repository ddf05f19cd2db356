import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forceRelease } from '@/api/calls';
import { Problem, problemText } from '@/api/problem';
import type { Appointment, Lock } from '@/api/types';
import { editAppointment } from '@/app/navigation';
import { useMounted } from '@/lib/use-mounted';
import { AlertDialog } from '@/components/AlertDialog';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { Textarea } from '@/components/Textarea';
import { toast } from '@/lib/toast';
import { addAsked, isAsked, settleAsked } from './asked';

const KINDS = ['control', 'release'] as const;
const LEAST = 3;
const MOST = 500;

interface Props {
  onClose: () => void;
  appointment: Pick<Appointment, 'id' | 'title'>;
  /** As it was when this was opened: another holder is not meant. */
  lock: Lock;
}

/** Ends another person's lock at once, for a reason that is kept. */
export function ForceReleaseDialog({ onClose, appointment, lock }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const mounted = useMounted();
  const { id, title } = appointment;
  const name = lock.user?.name ?? t('requests.someone');

  const faultOf = (text: string): string | undefined => {
    const count = [...text].length;
    if (count < LEAST) return t('requests.forceDialog.tooShort');
    return count > MOST ? t('requests.forceDialog.tooLong', { count }) : undefined;
  };

  async function confirm(): Promise<void> {
    const text = reason.trim();
    const fault = faultOf(text);
    setError(fault);
    if (fault || busy) return;
    setBusy(true);
    // Its own outcome is told below; that of a request which thereby lapses would only repeat it.
    const lapsing = KINDS.filter((kind) => isAsked(id, kind)).map((kind) => settleAsked(id, kind));
    try {
      await forceRelease(id, text, { lock: lock.id });
      toast(t('requests.forceDialog.done', { title }), { kind: 'success', action: { label: t('requests.forceDialog.edit'), onClick: () => editAppointment(id) } });
      onClose();
    } catch (problem) {
      lapsing.forEach((asked) => asked && addAsked(asked));
      if (problem instanceof Problem && problem.code === 'lock_not_found') {
        toast(t('requests.forceDialog.free'));
        onClose();
      } else if (mounted.current) setError(problemText(problem, t));
      // It goes with the lock that it was opened for.
      else toast(problemText(problem, t), { kind: 'error' });
    }
    setBusy(false);
  }

  /** Not while it is under way: the refusal has to be seen. */
  const close = () => busy || onClose();

  const footer = (
    <>
      <Button aria-disabled={busy} onClick={close}>
        {t('requests.forceDialog.cancel')}
      </Button>
      <Button kind="danger" aria-disabled={busy} onClick={() => void confirm()}>
        {t('requests.forceDialog.confirm')}
      </Button>
    </>
  );

  return (
    <AlertDialog open onOpenChange={(wanted) => !wanted && close()} title={t('requests.forceDialog.title')} description={t('requests.forceDialog.what', { name, title })} footer={footer}>
      <Field label={t('requests.forceDialog.reason')} hint={t('requests.forceDialog.hint')} error={error} required>
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </AlertDialog>
  );
}
