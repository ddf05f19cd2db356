import { useEffect, useId, useState } from 'react';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { closePanel, openAppointment } from '@/app/navigation';
import { announce } from '@/lib/announce';
import { toast } from '@/lib/toast';
import { BusyNotice } from './BusyNotice';
import { CancelDialog } from './CancelDialog';
import { EditFooter } from './EditFooter';
import { EditorForm } from './EditorForm';
import { type FormValues, toForm, written } from './fields';
import { LeaseBar } from './LeaseBar';
import type { LeaseHandle } from './lease';
import type { Lease } from './lease-state';
import { explainLoss } from './loss-text';
import { MergeView } from './MergeView';
import { Notice } from './Notice';
import { useCanSave } from './use-can-save';
import { useDraftToast } from './use-draft-toast';
import { type Base, baseOf, useEditSession } from './use-edit-session';
import { useFocusKept } from './use-focus-kept';
import { useMounted } from '@/lib/use-mounted';
import { useOpenEditor } from './use-open-editor';

interface Props {
  appointment: Appointment;
  base: Base;
  typed: FormValues;
  handle: LeaseHandle;
  lease: Lease;
}

/** An appointment being edited. It stays, and what is typed in it, whatever becomes of the lock. */
export function EditSession({ appointment, base, typed, handle, lease }: Props) {
  const { t } = useTranslation();
  const online = useCanSave();
  const mounted = useMounted();
  const formId = useId();
  const [cancelling, setCancelling] = useState(false);
  // First, as effects are undone in order: what is typed is stored before it is looked for.
  const session = useEditSession(appointment, base, typed, handle);
  useDraftToast(appointment.id);
  const { form, values, dirty, isStale, saving, failure, conflicts, keeping, comparing } = session;
  const lockId = lease.phase === 'held' ? lease.lock.id : null;

  const faults = Object.entries(form.formState.errors).map(([name, fault]) => `${t(`appointment.fields.${name}`)}: ${fault.message}`);
  const trouble = failure ? problemText(failure, t) : conflicts.length > 0 ? t('problems.doctor_busy') : comparing ? t('problems.version_conflict') : faults.join(' ') || undefined;

  useOpenEditor({ id: appointment.id, lockId, dirty, trouble, save: () => session.save(), storeDraft: keeping.flush, discard: keeping.discard });
  useTakenAway(appointment.id, lease, dirty || saving);
  useEffect(() => {
    if (!comparing) form.setFocus('title');
  }, [comparing, form]);
  const noteFocus = useFocusKept(lease);

  const saveAndClose = async (allowOverlap = false) => {
    if (!online) return announce(t('appointment.lock.offline'), { assertive: true });
    if (!(await session.save({ allowOverlap }))) return;
    toast(t('appointment.saved'), { kind: 'success', duration: 3000 });
    if (mounted.current) closePanel();
  };
  const saveAndKeep = async () => {
    if (await session.save()) toast(t('appointment.saved'), { kind: 'success', duration: 3000 });
  };
  const mergeDone = (result: FormValues, save: boolean) => {
    session.rebase(baseOf(appointment), result);
    if (save) void saveAndClose();
  };

  return (
    <div className="flex flex-col gap-4" onFocus={noteFocus}>
      <LeaseBar
        appointment={appointment}
        lease={lease}
        handle={handle}
        dirty={dirty}
        stale={isStale}
        saving={saving}
        comparing={comparing}
        onSave={() => void saveAndClose()}
        onCompare={session.compare}
      />
      {failure && <Notice kind="danger" icon={CircleAlert} title={problemText(failure, t)} alert />}
      <BusyNotice doctor={values.doctorName} conflicts={conflicts} disabled={saving || !online} onBook={() => void saveAndClose(true)} />
      {comparing ? (
        <MergeView
          base={session.base.content}
          theirs={written(appointment)}
          values={values}
          saving={saving}
          disabled={!online}
          onDone={mergeDone}
          onDiscard={() => {
            keeping.clear();
            session.rebase(baseOf(appointment), toForm(written(appointment)));
          }}
        />
      ) : (
        <>
          <EditorForm form={form} id={formId} label={t('appointment.editing')} onSave={() => void saveAndClose()} />
          <EditFooter form={formId} saving={saving} disabled={!online || lockId === null} onSaveKeep={() => void saveAndKeep()} onCancelAppointment={() => setCancelling(true)} />
        </>
      )}
      {cancelling && <CancelDialog appointment={appointment} dirty={dirty} onClose={() => setCancelling(false)} />}
    </div>
  );
}

/** Who had typed nothing has nothing to keep: taken away, the lock leads back to looking. */
function useTakenAway(id: string, lease: Lease, busy: boolean): void {
  const { t } = useTranslation();
  const isTaken = lease.phase === 'lost' && ['handed_over', 'given', 'released', 'force_released', 'gone'].includes(lease.reason);
  useEffect(() => {
    if (!isTaken || busy || lease.phase !== 'lost') return;
    void explainLoss(id, lease, t).then((text) => toast(text, { id: `lost:${lease.lockId}` }));
    openAppointment(id);
  }, [isTaken, busy, id, lease, t]);
}
