/** A move as the server sees it: take the lock, save, give the lock back; and what to make of its refusals. */
import { saveAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { withLock } from '@/appointment/holding';
import { getAppointmentNow } from '@/live/appointments';
import { type Target, sameTarget } from './target';

export type Outcome = { moved: true; appointment: Appointment } | { moved: false; problem: Problem; appointment: Appointment };

export interface Options {
  allowOverlap?: boolean;
  /** Told before a wait that the server asks for, in seconds. */
  onWait?: (seconds: number) => void;
}

const TRIES = 3;
/** Who must wait longer than that, in seconds, is told so instead. */
const PATIENCE = 60;

export function placeOf({ startTime, endTime, doctorName }: Appointment): Target {
  return { start: Date.parse(startTime), end: Date.parse(endTime), doctorName: doctorName ?? null };
}

/** Saves the new place, with another try where a refusal says nothing against it. Throws only what is no answer of the server. */
export async function change(seen: Appointment, to: Target, options: Options = {}): Promise<Outcome> {
  let appointment = seen;
  for (let tried = 1; ; tried += 1) {
    try {
      return { moved: true, appointment: await attempt(appointment, to, options) };
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const next = tried < TRIES ? await nextTry(problem, seen, appointment, options) : null;
      if (!next) return { moved: false, problem, appointment };
      appointment = next;
    }
  }
}

function attempt(appointment: Appointment, to: Target, { allowOverlap }: Options): Promise<Appointment> {
  const times = { startTime: new Date(to.start).toISOString(), endTime: new Date(to.end).toISOString() };
  const content = to.doctorName === undefined || to.doctorName === appointment.doctorName ? times : { ...times, doctorName: to.doctorName };
  return withLock(appointment, (lock) => {
    // With the lock nobody else writes; but the form in this tab, whose lock it may be, can have saved since.
    const current = getAppointmentNow(appointment.id);
    const version = Math.max(appointment.version, current?.version ?? 0);
    return saveAppointment(appointment.id, version, content, { lock: lock.id, allowOverlap });
  });
}

/** What to try again with; null if it is no use. */
async function nextTry(problem: Problem, seen: Appointment, appointment: Appointment, { onWait }: Options): Promise<Appointment | null> {
  const seconds = problem.retryAfter ?? 1;
  if (problem.code === 'rate_limited' && seconds <= PATIENCE) {
    onWait?.(seconds);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return appointment;
  }
  // Somebody edited something else meanwhile: the move means the same as before.
  const current = problem.code === 'version_conflict' ? problem.current : undefined;
  return current && sameTarget(placeOf(current), placeOf(seen)) ? current : null;
}
