/** Moving an appointment as people see it: shown at once, saved, told, and taken back for ten seconds. */
import i18next from 'i18next';
import { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { getAppointmentNow, keep } from '@/live/appointments';
import { formatWhen } from '@/lib/time';
import { type ToastOptions, dismissToast, toast } from '@/lib/toast';
import { type Options, type Outcome, change, placeOf } from './change';
import { clearPending, pendingMove, setPending } from './pending';
import { refusalText } from './refusal';
import { type Target, sameDoctor, sameTarget } from './target';

const UNDO = 10_000;
/** Long enough to read whom it clashes with. */
const CLASH = 20_000;

const t = i18next.t.bind(i18next);

/** Saves the new place and tells how it went, also to who asked by drag or key. False: it stays where it was. */
export async function reschedule(appointment: Appointment, to: Target, { allowOverlap }: Options = {}): Promise<boolean> {
  const outcome = await place(appointment, to, { allowOverlap });
  if (outcome.moved) tellMoved(appointment, outcome.appointment);
  else tellRefusal(appointment, to, outcome);
  return outcome.moved;
}

/** Saves the new place, shown as a preview until then, and tells nothing but waits. */
export async function place(appointment: Appointment, to: Target, options: Options): Promise<Outcome> {
  const { id, title } = appointment;
  const release = keep(id);
  const waiting = `wait ${id}`;
  const move = { ...to, phase: 'saving' as const, title };
  setPending(id, move);
  const onWait = (seconds: number) => toast(t('move.waiting', { count: seconds }), { id: waiting, duration: seconds * 1000 });
  try {
    return await change(appointment, to, { ...options, onWait });
  } catch {
    return { moved: false, problem: Problem.offline(), appointment };
  } finally {
    dismissToast(waiting);
    clearPending(id, move);
    release();
  }
}

/** Says that it is done, and how to take it back. */
export function tellMoved(before: Appointment, after: Appointment): void {
  // Outside the window it would be forgotten before it can be taken back.
  const release = keep(after.id);
  setTimeout(release, UNDO + 2000);
  const [from, to] = [placeOf(before), placeOf(after)];
  const stays = from.start === to.start && sameDoctor(from.doctorName, to.doctorName);
  const text = t(stays ? 'move.resized' : 'move.moved', { title: after.title, when: whenOf(to) });
  tell(after.id, text, { kind: 'success', duration: UNDO, action: { label: t('move.undo'), onClick: () => void undo(before, after) } });
}

async function undo(before: Appointment, after: Appointment): Promise<void> {
  const current = getAppointmentNow(after.id);
  if (!current || !sameTarget(placeOf(current), placeOf(after)) || pendingMove(after.id)) {
    tell(after.id, t('move.undoTooLate', { title: after.title }), { kind: 'error' });
    return;
  }
  // What was double-booked before may be so again.
  const outcome = await place(current, placeOf(before), { allowOverlap: before.overbooked });
  if (outcome.moved) tell(after.id, t('move.undone', { title: before.title, when: whenOf(placeOf(before)) }), { kind: 'success' });
  else tellRefusal(current, placeOf(before), outcome);
}

/** Says why it is not done, and offers what can be done about it. */
export function tellRefusal(appointment: Appointment, to: Target, { problem }: Extract<Outcome, { moved: false }>): void {
  const text = refusalText(problem, { ...appointment, doctorName: to.doctorName ?? appointment.doctorName }, t);
  const again = () => {
    const current = getAppointmentNow(appointment.id) ?? appointment;
    void reschedule(current, to, { allowOverlap: true });
  };
  const action = problem.code === 'doctor_busy' ? { label: t('move.bookAnyway'), onClick: again } : undefined;
  tell(appointment.id, text, { kind: 'error', action, duration: action ? CLASH : undefined });
}

/** One toast an appointment: the next word about it takes the last one's place. Not under its id, which is on its way out once it was clicked. */
const told = new Map<string, string>();

function tell(id: string, text: string, options: ToastOptions): void {
  const last = told.get(id);
  if (last) dismissToast(last);
  told.set(id, toast(text, options));
}

export function whenOf({ start, end, doctorName }: Target): string {
  const when = formatWhen(start, end);
  return doctorName ? t('move.whenWith', { when, doctor: doctorName }) : when;
}
