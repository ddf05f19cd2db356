import { useEffect, useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { saveAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import type { Appointment, Conflict, Lock } from '@/api/types';
import { getAppointmentNow, put } from '@/live/appointments';
import { useUser } from '@/session/session';
import { changed, type FormValues, toForm, type Written, written } from './fields';
import { type LeaseHandle, lockOf } from './lease';
import { rebased } from './merge';
import { once } from './unsettled';
import { useDraftKeeping } from './use-draft';
import { useAppointmentForm } from './use-form';

export interface Base {
  content: Written;
  version: number;
}

export const baseOf = (appointment: Appointment): Base => ({ content: written(appointment), version: appointment.version });

/** Whether an appointment is as the form has it. */
const says = (appointment: Appointment, values: FormValues) => Object.keys(changed(written(appointment), values)).length === 0;

/** What the doctor is busy with, at the times and with the doctor that were asked for. */
interface Clash {
  at: string;
  conflicts: Conflict[];
}

export const placeOf = ({ startTime, endTime, doctorName }: FormValues) => [startTime, endTime, doctorName].join('|');

/** The editing of one appointment: what it began with, what is typed, and how that is saved. */
export function useEditSession(appointment: Appointment, start: Base, typed: FormValues, handle: LeaseHandle) {
  const { id } = appointment;
  const user = useUser().id;
  const { form, check, show } = useAppointmentForm(typed);
  const values = useWatch({ control: form.control }) as FormValues;
  const [base, setBase] = useState(start);
  const [saving, setSaving] = useState(false);
  const [clash, setClash] = useState<Clash | null>(null);
  const [failure, setFailure] = useState<Problem | null>(null);
  const [comparing, setComparing] = useState(start.version !== appointment.version);
  const busy = useRef(false);
  const basis = useRef(base);

  const dirty = Object.keys(changed(base.content, values)).length > 0;
  const isStale = appointment.version > base.version;
  const keeping = useDraftKeeping({ id, version: base.version, base: base.content, values }, dirty);

  function rebase(next: Base, nextValues: FormValues): void {
    basis.current = next;
    setBase(next);
    setComparing(false);
    form.reset(nextValues);
  }

  // With nothing typed, or all of it there by now, there is nothing to compare: the form shows what is there.
  useEffect(() => {
    if (isStale && !busy.current && (!dirty || says(appointment, values))) rebase(baseOf(appointment), toForm(written(appointment)));
  });

  async function save({ allowOverlap = false } = {}): Promise<boolean> {
    if (busy.current) return false;
    busy.current = true;
    setSaving(true);
    setFailure(null);
    setClash(null);
    try {
      return await attempt(allowOverlap);
    } finally {
      busy.current = false;
      setSaving(false);
    }
  }

  async function attempt(allowOverlap: boolean): Promise<boolean> {
    if (!(await check())) return false;
    const sent = form.getValues();
    const change = changed(basis.current.content, sent);
    if (Object.keys(change).length === 0) return true;
    const lock = await lockedAgain();
    if (!lock) return false;
    try {
      const { version } = basis.current;
      const options = { lock: lock.id, allowOverlap: allowOverlap || undefined };
      settle(await once(user, id, { version, change, ...options }, (key) => saveAppointment(id, version, change, { ...options, key })), sent);
      return true;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      // Saved before, by an attempt whose answer was lost.
      const isThere = cause.code === 'version_conflict' && cause.current && says(cause.current, sent);
      if (cause.current) put(cause.current);
      if (isThere && cause.current) settle(cause.current, sent);
      else refused(cause, sent);
      return isThere === true;
    }
  }

  function settle(saved: Appointment, sent: FormValues): void {
    keeping.saved(sent);
    rebase(baseOf(saved), rebased(sent, form.getValues(), toForm(written(saved))));
    void queryClient.invalidateQueries({ queryKey: queryKeys.doctors });
  }

  /** This tab's lock; taken again where it was lost, unless others have saved since. */
  async function lockedAgain(): Promise<Lock | null> {
    const held = lockOf(handle);
    if (held) return held;
    const locked = await handle.acquire(getAppointmentNow(id) ?? appointment);
    if (locked && locked.version !== basis.current.version) {
      setComparing(true);
      return null;
    }
    return locked && lockOf(handle);
  }

  function refused(problem: Problem, sent: FormValues): void {
    if (problem.code === 'validation_failed' && show(problem)) return;
    if (problem.code === 'doctor_busy') setClash({ at: placeOf(sent), conflicts: problem.conflicts ?? [] });
    else if (problem.code === 'version_conflict') setComparing(true);
    else if (problem.code === 'lock_not_held' || problem.code === 'lock_changed') handle.notHeld();
    else setFailure(problem);
  }

  return {
    form,
    values,
    base,
    dirty,
    isStale,
    saving,
    failure,
    keeping,
    comparing: comparing && isStale,
    conflicts: clash?.at === placeOf(values) ? clash.conflicts : [],
    save,
    rebase,
    compare: () => setComparing(true),
  };
}

export type EditSession = ReturnType<typeof useEditSession>;
