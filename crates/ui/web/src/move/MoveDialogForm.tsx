import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getDoctors } from '@/api/calls';
import type { Problem } from '@/api/problem';
import { queryKeys } from '@/api/query';
import { useMounted } from '@/lib/use-mounted';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Input } from '@/components/Input';
import { getAppointmentNow, keep, useAppointment } from '@/live/appointments';
import { useOnline } from '@/live/connection';
import { placeOf } from './change';
import { formatDuration } from './duration';
import { closeMoveDialog, moveDialogStore } from './move-dialog-store';
import { type MoveForm, faultOf, formOf, spanOf, withStart } from './move-form';
import { MoveRefused } from './MoveRefused';
import { refusalText } from './refusal';
import { place, tellMoved, tellRefusal, whenOf } from './reschedule';
import { clinicWall as wall } from './wall';

/** "Move…": the same as dragging, in words. */
export default function MoveDialogForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const formId = useId();
  // What was to be seen when it opened: moved by somebody else meanwhile, the save is refused.
  const [seen] = useState(() => getAppointmentNow(id));
  const appointment = useAppointment(id);
  const [form, setForm] = useState<MoveForm>(() => formOf(wall, seen ? placeOf(seen) : { start: 0, end: 0 }));
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const { data: doctors = [] } = useQuery({ queryKey: queryKeys.doctors, queryFn: getDoctors });
  const online = useOnline();
  const mounted = useMounted();

  useEffect(() => keep(id), [id]);

  if (!seen) return null;
  const original = placeOf(seen);
  const target = spanOf(wall, form, original);
  const fault = faultOf(target, original);

  const change = (next: MoveForm) => {
    setForm(next);
    setRefused(null);
  };

  const send = async (allowOverlap: boolean) => {
    setTried(true);
    if (fault || !target || saving) return;
    setSaving(true);
    setRefused(null);
    const outcome = await place(seen, target, { allowOverlap });
    setSaving(false);
    if (outcome.moved) tellMoved(seen, outcome.appointment);
    else if (mounted.current) return setRefused(outcome.problem);
    // It went with its page.
    else tellRefusal(seen, target, outcome);
    if (moveDialogStore.getState().id === id) closeMoveDialog();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(false);
  };

  const said = tried && fault ? t(`move.dialog.${fault}`) : undefined;
  const ofEnd = fault === 'endFirst' || fault === 'long';
  const refusal = refused && refusalText(refused, { ...seen, doctorName: form.doctor }, t);
  const later = form.days > 0 && t('move.dialog.days', { count: form.days });
  const takes = target && target.end > target.start && t('move.dialog.duration', { duration: formatDuration(target.end - target.start) });

  return (
    <Dialog
      open
      busy={saving}
      onOpenChange={(open) => !open && closeMoveDialog()}
      title={t('move.dialog.title', { title: seen.title })}
      description={t('move.dialog.now', { when: whenOf(placeOf(appointment ?? seen)) })}
      footer={
        <>
          <Button aria-disabled={saving} onClick={saving ? undefined : closeMoveDialog}>
            {t('app.cancel')}
          </Button>
          {refused?.code === 'doctor_busy' && (
            <Button kind="accent" disabled={saving} onClick={() => void send(true)}>
              {t('move.bookAnyway')}
            </Button>
          )}
          <Button kind="primary" type="submit" form={formId} aria-disabled={saving} disabled={!online}>
            {t(saving ? 'move.dialog.moving' : 'move.dialog.submit')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid grid-cols-2 gap-x-3 gap-y-4 pb-1">
        <Field label={t('move.dialog.date')} className="col-span-2">
          <Input type="date" autoFocus value={form.date} onChange={(event) => change(withStart(wall, form, { date: event.target.value }))} />
        </Field>
        <Field label={t('move.dialog.starts')}>
          <Input type="time" value={form.start} onChange={(event) => change(withStart(wall, form, { start: event.target.value }))} />
        </Field>
        <Field label={t('move.dialog.ends')} error={ofEnd ? said : undefined} hint={ofEnd && said ? undefined : [later, takes].filter(Boolean).join(' · ')}>
          <Input type="time" value={form.end} onChange={(event) => change({ ...form, end: event.target.value })} />
        </Field>
        <Field label={t('move.dialog.doctor')} className="col-span-2">
          <Input list={`${formId}-doctors`} value={form.doctor} placeholder={t('move.dialog.noDoctor')} onChange={(event) => change({ ...form, doctor: event.target.value })} />
        </Field>
        <datalist id={`${formId}-doctors`}>
          {doctors.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <MoveRefused text={refusal ?? (ofEnd ? undefined : said)} />
      </form>
    </Dialog>
  );
}
