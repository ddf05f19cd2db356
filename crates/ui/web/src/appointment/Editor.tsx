import { useEffect, useRef, useState } from 'react';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { openAppointment } from '@/app/navigation';
import { Button } from '@/components/Button';
import { Spinner } from '@/components/Spinner';
import { getAppointmentNow } from '@/live/appointments';
import { useOnline } from '@/live/connection';
import { toast } from '@/lib/toast';
import { useUser } from '@/session/session';
import { DraftOffer } from './DraftOffer';
import { type Draft, dropDraft, getDraft } from './drafts';
import { takeRestoring } from './restoring';
import { EditSession } from './EditSession';
import { same, toForm, written, type FormValues } from './fields';
import { AcquiringBar, ElsewhereBar } from './LeaseBar';
import type { LeaseHandle } from './lease';
import type { Lease } from './lease-state';
import { Notice } from './Notice';
import { type Base, baseOf } from './use-edit-session';
import { useLease } from './use-lease';

interface Start {
  base: Base;
  typed: FormValues;
}

/** Takes the lock, then lets edit; until then it says what it is waiting for. */
export default function Editor({ appointment }: { appointment: Appointment }) {
  const { id } = appointment;
  const user = useUser().id;
  const { handle, lease } = useLease(id);
  const [start, setStart] = useState<Start | null>(null);
  const [offer, setOffer] = useState<Draft | null>(null);
  const begun = useBegin(id, handle);
  useRefusal(appointment, lease, start !== null || offer !== null);

  // The first appointment that came with the lock is what the editing begins with.
  useEffect(() => {
    if (!begun || start || offer) return;
    const fresh = { base: baseOf(begun), typed: toForm(written(begun)) };
    const draft = getDraft(user, id);
    if (!draft || same(draft.values, fresh.typed)) return setStart(fresh);
    if (takeRestoring(id)) return setStart(restored(draft, begun));
    setOffer(draft);
  }, [begun, start, offer, user, id]);

  if (!handle) return <Spinner />;
  if (start) return <EditSession appointment={appointment} base={start.base} typed={start.typed} handle={handle} lease={lease} />;
  if (offer) {
    return (
      <DraftOffer
        draft={offer}
        appointment={appointment}
        onRestore={() => setStart(restored(offer, appointment))}
        onDiscard={() => {
          dropDraft(user, id);
          setStart({ base: baseOf(appointment), typed: toForm(written(appointment)) });
        }}
      />
    );
  }
  return <Waiting appointment={appointment} handle={handle} lease={lease} />;
}

/** A draft goes on from what it began with, so that what others saved since can be told from what was typed. */
function restored({ base, version, values }: Draft, now: Appointment): Start {
  if (base === null || version === null || version >= now.version) return { base: baseOf(now), typed: values };
  return { base: { content: base, version }, typed: values };
}

/** Asks for the lock once, and again when the connection is back; the appointment as it was locked. */
function useBegin(id: string, handle: LeaseHandle | null): Appointment | null {
  const online = useOnline();
  const [begun, setBegun] = useState<Appointment | null>(null);
  useEffect(() => {
    const phase = handle?.state.getState().phase;
    const appointment = getAppointmentNow(id);
    if (!handle || !appointment || begun || (phase !== 'idle' && phase !== 'failed')) return;
    void handle.acquire(appointment).then((locked) => locked && setBegun(locked));
  }, [id, handle, online, begun]);
  // Continued here, or tried again: whichever way it came, it is held now.
  useEffect(() => {
    return handle?.state.subscribe((state) => {
      const now = getAppointmentNow(id);
      if (state.phase === 'held' && now) setBegun((before) => before ?? now);
    });
  }, [id, handle]);
  return begun;
}

/** Held by another, it is only looked at: the details say by whom. */
function useRefusal({ id, title }: Appointment, lease: Lease, editing: boolean): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (lease.phase !== 'locked' || editing) return;
    toast(t('appointment.lock.refused', { name: lease.lock?.user?.name ?? t('appointment.lock.somebody'), title }), { id: `refused-${id}` });
    openAppointment(id);
  }, [lease, editing, id, title, t]);
}

/** Another tab of the same person has it; when that lets go of it, what was asked for here goes on. */
function Elsewhere({ appointment, handle }: { appointment: Appointment; handle: LeaseHandle }) {
  const wasHeld = useRef(false);
  const isHeld = appointment.appointmentLock !== null;
  useEffect(() => {
    if (isHeld) wasHeld.current = true;
    else if (wasHeld.current) void handle.acquire(appointment);
  }, [isHeld, appointment, handle]);
  return <ElsewhereBar onContinue={() => void handle.acquire(appointment, { move: true })} />;
}

function Waiting({ appointment, handle, lease }: { appointment: Appointment; handle: LeaseHandle; lease: Lease }) {
  const { t } = useTranslation();
  if (lease.phase === 'elsewhere') return <Elsewhere appointment={appointment} handle={handle} />;
  if (lease.phase === 'failed') {
    return (
      <Notice
        kind="danger"
        icon={CircleAlert}
        title={problemText(lease.problem, t)}
        alert
        actions={<Button onClick={() => void handle.acquire(appointment)}>{t('appointment.retry')}</Button>}
      />
    );
  }
  return <AcquiringBar until={lease.phase === 'acquiring' ? lease.until : null} />;
}
