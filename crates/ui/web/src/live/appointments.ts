/**
 * The appointments as they are now. Frames and answers both lead here; revisions sort them out. Each appointment has its
 * own listeners, so that one change renders one card; what the layout needs of all of them changes identity only when
 * a time or doctor has changed.
 */
import { useCallback, useSyncExternalStore } from 'react';
import type { Appointment } from '@/api/types';
import { sessionStore } from '@/session/session';
import { now } from './clock';

export interface Placement {
  id: string;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  doctorName: string | null;
  overbooked: boolean;
}

export interface Span {
  /** Milliseconds since 1970; `to` is not part of it. */
  from: number;
  to: number;
}

type Listener = () => void;

const appointments = new Map<string, Appointment>();
/** The highest revision seen, of dropped ones too: an older frame must not bring one back. */
const revisions = new Map<string, number>();
/** Those whose lock ended here by the clock alone: the same revision with a lock says that the clock was wrong. */
const expired = new Set<string>();
const kept = new Map<string, number>();
const listeners = new Map<string, Set<Listener>>();
const placementListeners = new Set<Listener>();
const heldListeners = new Set<Listener>();
const goneListeners = new Map<string, Set<Listener>>();

let span: Span | null = null;
let placements: readonly Placement[] = [];
let held: readonly Appointment[] = [];

function placementOf(appointment: Appointment): Placement {
  const { id, startTime, endTime, doctorName, overbooked } = appointment;
  return { id, start: Date.parse(startTime), end: Date.parse(endTime), doctorName: doctorName ?? null, overbooked };
}

function isInSpan({ startTime, endTime }: Appointment): boolean {
  return span === null || (Date.parse(startTime) < span.to && Date.parse(endTime) > span.from);
}

function samePlacement(a: Appointment | undefined, b: Appointment | undefined): boolean {
  return (
    a?.id === b?.id && a?.startTime === b?.startTime && a?.endTime === b?.endTime && a?.doctorName === b?.doctorName && a?.overbooked === b?.overbooked
  );
}

function byTime(a: Placement, b: Placement): number {
  return a.start - b.start || (a.id < b.id ? -1 : 1);
}

function place(): void {
  placements = [...appointments.values()].map(placementOf).sort(byTime);
  for (const listener of placementListeners) listener();
}

function isMine(appointment: Appointment | undefined): boolean {
  const me = sessionStore.getState().session?.user.id;
  return me !== undefined && appointment?.appointmentLock?.userId === me;
}

function findHeld(): void {
  held = [...appointments.values()].filter(isMine);
  for (const listener of heldListeners) listener();
}

function tell(id: string): void {
  for (const listener of [...(listeners.get(id) ?? [])]) listener();
}

function change(id: string, after: Appointment | undefined): void {
  const before = appointments.get(id);
  if (before === after) return;
  if (after) appointments.set(id, after);
  else appointments.delete(id);
  if (!samePlacement(before, after)) place();
  if (isMine(before) || isMine(after)) findHeld();
  tell(id);
}

/** Takes what an answer or a frame says, unless something newer is known. */
export function put(appointment: Appointment): void {
  const { id, revision } = appointment;
  const known = revisions.get(id) ?? 0;
  if (revision < known || (revision === known && appointments.has(id) && !expired.has(id))) return;
  revisions.set(id, revision);
  expired.delete(id);
  const shown = isInSpan(appointment) || kept.has(id);
  change(id, shown ? appointment : undefined);
}

/** It is cancelled. Without a revision: by an answer, which has none. */
export function drop(id: string, revision?: number): void {
  const known = revisions.get(id) ?? 0;
  if (revision !== undefined && revision < known) return;
  revisions.set(id, revision ?? known + 1);
  const had = appointments.has(id);
  change(id, undefined);
  if (had) for (const listener of [...(goneListeners.get(id) ?? [])]) listener();
}

/**
 * Takes a snapshot of a window: all that is not in it is forgotten, but for what is kept. Answers what is kept and was of this
 * window but is not in it: moved out of it or cancelled, which has to be asked.
 */
export function replaceAll(all: Appointment[], window: Span): string[] {
  span = window;
  const fresh = new Map(all.map((appointment) => [appointment.id, appointment]));
  const vanished = [...appointments.values()].filter((old) => !fresh.has(old.id));
  revisions.clear();
  const touched: string[] = [];
  let moved = false;
  const set = (id: string, after: Appointment | undefined) => {
    const before = appointments.get(id);
    if (after && before && before.revision === after.revision && before.updatedAt === after.updatedAt && !expired.has(id)) {
      revisions.set(id, before.revision);
      return;
    }
    touched.push(id);
    expired.delete(id);
    moved ||= !samePlacement(before, after);
    if (after) {
      revisions.set(id, after.revision);
      appointments.set(id, after);
    } else appointments.delete(id);
  };
  for (const [id, appointment] of fresh) set(id, appointment);
  for (const old of vanished) if (!kept.has(old.id)) set(old.id, undefined);
  const missing = vanished.filter((old) => kept.has(old.id) && isInSpan(old));
  if (moved) place();
  findHeld();
  for (const id of touched) tell(id);
  return missing.map(({ id }) => id);
}

/** Forgets everything: somebody else signs in. */
export function forgetAll(): void {
  const all = [...appointments.keys()];
  appointments.clear();
  revisions.clear();
  expired.clear();
  span = null;
  place();
  findHeld();
  all.forEach(tell);
}

/** Holds an appointment in the store though it may be outside the window: it is opened, edited or asked for. */
export function keep(id: string): () => void {
  kept.set(id, (kept.get(id) ?? 0) + 1);
  let done = false;
  return () => {
    if (done) return;
    done = true;
    const left = (kept.get(id) ?? 1) - 1;
    if (left > 0) kept.set(id, left);
    else {
      kept.delete(id);
      const appointment = appointments.get(id);
      if (appointment && !isInSpan(appointment)) change(id, undefined);
    }
  };
}

function listen(map: Map<string, Set<Listener>>, id: string, listener: Listener): () => void {
  const set = map.get(id) ?? new Set();
  map.set(id, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && map.get(id) === set) map.delete(id);
  };
}

/** Calls when the appointment is cancelled. */
export function onGone(id: string, listener: Listener): () => void {
  return listen(goneListeners, id, listener);
}

export function subscribe(id: string, listener: Listener): () => void {
  return listen(listeners, id, listener);
}

/** Whether the server tells of its changes by itself: it lies in the window that is shown. */
export function isInWindow(id: string): boolean {
  const appointment = appointments.get(id);
  return appointment !== undefined && isInSpan(appointment);
}

export function getAppointmentNow(id: string): Appointment | undefined {
  return appointments.get(id);
}

/** The appointment, or undefined while it is not known; a lock whose time is up counts as none. */
export function useAppointment(id: string): Appointment | undefined {
  return useSyncExternalStore(
    useCallback((listener) => listen(listeners, id, listener), [id]),
    () => appointments.get(id),
  );
}

export function usePlacements(): readonly Placement[] {
  return useSyncExternalStore(
    (listener) => {
      placementListeners.add(listener);
      return () => placementListeners.delete(listener);
    },
    () => placements,
  );
}

/** What the signed-in user holds, in whichever tab. */
export function useHeldByMe(): readonly Appointment[] {
  return useSyncExternalStore(
    (listener) => {
      heldListeners.add(listener);
      return () => heldListeners.delete(listener);
    },
    () => held,
  );
}

/**
 * Locks whose time is up do not exist any more, told or not. Their end is told by the server, too, but a connection that
 * broke must not show a lock for ever.
 */
export function expireLocks(): void {
  const at = now();
  for (const appointment of appointments.values()) {
    const lock = appointment.appointmentLock;
    if (!lock || Date.parse(lock.expiresAt) > at) continue;
    expired.add(appointment.id);
    change(appointment.id, { ...appointment, appointmentLock: null });
  }
}
