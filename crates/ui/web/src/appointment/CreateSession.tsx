import { CircleAlert, CloudOff } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { createAppointment } from '@/api/calls';
import { Problem, problemText } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import type { Conflict, Content } from '@/api/types';
import { closePanel, openAppointment } from '@/app/navigation';
import { dateOf } from '@/lib/time';
import { announce } from '@/lib/announce';
import { toast } from '@/lib/toast';
import { useUser } from '@/session/session';
import { BusyNotice } from './BusyNotice';
import { NEW } from './drafts';
import { EditFooter } from './EditFooter';
import { EditorForm } from './EditorForm';
import { same, toContent, type FormValues } from './fields';
import { Notice } from './Notice';
import { once } from './unsettled';
import { useCanSave } from './use-can-save';
import { useDraftKeeping } from './use-draft';
import { useDraftToast } from './use-draft-toast';
import { placeOf } from './use-edit-session';
import { useAppointmentForm } from './use-form';
import { useMounted } from '@/lib/use-mounted';
import { useOpenEditor } from './use-open-editor';

/** A new appointment being written: no lock, as nobody else sees it yet. */
export function CreateSession({ typed, empty }: { typed: FormValues; empty: FormValues }) {
  const { t } = useTranslation();
  const user = useUser().id;
  const mounted = useMounted();
  const online = useCanSave();
  const formId = useId();
  const { form, check, show } = useAppointmentForm(typed);
  const values = useWatch({ control: form.control }) as FormValues;
  const [saving, setSaving] = useState(false);
  const busy = useRef(false);
  const [failure, setFailure] = useState<Problem | null>(null);
  const [clash, setClash] = useState<{ at: string; conflicts: Conflict[] } | null>(null);
  const dirty = !same(values, empty);
  const keeping = useDraftKeeping({ id: NEW, version: null, base: null, values }, dirty);
  useDraftToast(NEW);

  useEffect(() => form.setFocus('title'), [form]);

  async function save(allowOverlap = false): Promise<boolean> {
    if (busy.current || !(await check())) return false;
    busy.current = true;
    setSaving(true);
    setFailure(null);
    setClash(null);
    const sent = form.getValues();
    try {
      const content = toContent(sent) as Content;
      const options = { allowOverlap: allowOverlap || undefined };
      const made = await once(user, NEW, { content, ...options }, (key) => createAppointment(content, { ...options, key }));
      if (mounted.current) keeping.discard();
      else keeping.saved(sent);
      void queryClient.invalidateQueries({ queryKey: queryKeys.doctors });
      const action = { label: t('appointment.leave.open'), onClick: () => openAppointment(made.id, dateOf(made.startTime)) };
      toast(t('appointment.created', { title: made.title }), { kind: 'success', action, duration: 5000 });
      return true;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      if (cause.code === 'doctor_busy') setClash({ at: placeOf(sent), conflicts: cause.conflicts ?? [] });
      else if (!show(cause)) setFailure(cause);
      return false;
    } finally {
      busy.current = false;
      setSaving(false);
    }
  }
  const saveAndClose = async (allowOverlap = false) => {
    if (!online) announce(t('appointment.lock.offline'), { assertive: true });
    else if ((await save(allowOverlap)) && mounted.current) closePanel();
  };
  useOpenEditor({ id: NEW, lockId: null, dirty, save, storeDraft: keeping.flush, discard: keeping.discard });

  return (
    <div className="flex flex-col gap-4">
      {!online && <Notice kind="warn" icon={CloudOff} title={t('appointment.lock.offline')} alert sticky />}
      {failure && <Notice kind="danger" icon={CircleAlert} title={problemText(failure, t)} alert />}
      <BusyNotice doctor={values.doctorName} conflicts={clash?.at === placeOf(values) ? clash.conflicts : []} disabled={saving || !online} onBook={() => void saveAndClose(true)} />
      <EditorForm form={form} id={formId} label={t('appointment.new')} onSave={() => void saveAndClose()} />
      <EditFooter form={formId} saving={saving} disabled={!online} />
    </div>
  );
}
