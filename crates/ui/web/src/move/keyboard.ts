/** Moving with the keys: presses gather into one move, which is saved after a pause or with Enter. */
import i18next from 'i18next';
import type { KeyboardEvent } from 'react';
import type { Appointment } from '@/api/types';
import { editAppointment, placeNow, showView } from '@/app/navigation';
import { getAppointmentNow } from '@/live/appointments';
import { announce } from '@/lib/announce';
import { beforeSignOut } from '@/session/session';
import { placeOf } from './change';
import { type Direction, type KeyCommand, commandOf } from './key-command';
import { mayMove } from './may-move';
import { openMoveDialog } from './move-dialog-store';
import { clearPending, pendingMove, setPending } from './pending';
import { cardSelector, isFocused, refocus } from './refocus';
import { reschedule, whenOf } from './reschedule';
import { type Target, laterBy, longerBy, sameTarget } from './target';
import { DAY, STEP, clinicWall as wall } from './wall';

const PAUSE = 800;

interface Typed {
  appointment: Appointment;
  target: Target;
  timer: ReturnType<typeof setTimeout>;
  /** Where one was at the first press. */
  address: string;
}

/** What is being typed, by appointment. */
const typed = new Map<string, Typed>();

/** True: the key was for the card, and nothing else should happen. */
export function onCardKeyDown(event: KeyboardEvent, id: string): boolean {
  const card = event.target instanceof Element ? event.target.closest<HTMLElement>(cardSelector(id)) : null;
  const command = card && commandOf(event, typed.has(id), directionOf(card));
  if (!command) return false;
  event.preventDefault();
  event.stopPropagation();
  run(command, card, id);
  return true;
}

function run(command: KeyCommand, card: HTMLElement, id: string): void {
  switch (command.do) {
    case 'edit':
      editAppointment(id);
      break;
    case 'dialog':
      openMoveDialog(id);
      break;
    case 'save':
      void save(id);
      break;
    case 'take-back':
      takeBack(id);
      break;
    case 'shift':
      type(id, (target) => laterBy(wall, target, command.steps * STEP));
      break;
    case 'stretch':
      type(id, (target) => longerBy(target, command.steps * STEP));
      break;
    case 'sideways':
      sideways(card, id, command.by);
      break;
  }
}

/** To the neighbouring doctor where the day has a column for each, else to the neighbouring day. */
function sideways(card: HTMLElement, id: string, by: 1 | -1): void {
  const column = card.closest<HTMLElement>('[data-column]');
  if (column?.dataset['doctor'] === undefined) {
    type(id, (target) => laterBy(wall, target, by * DAY));
    return;
  }
  const doctors = doctorsBeside(column);
  const current = typed.get(id)?.target.doctorName;
  const from = current === undefined ? column.dataset['doctor'] : (current ?? '');
  const next = doctors[doctors.indexOf(from) + by];
  if (next === undefined) announce(i18next.t('move.noColumn'));
  else type(id, (target) => ({ ...target, doctorName: next || null }));
}

function doctorsBeside(column: HTMLElement): string[] {
  const date = column.dataset['date'] ?? '';
  const grid = column.parentElement?.parentElement ?? document.body;
  const columns = grid.querySelectorAll<HTMLElement>(`[data-column][data-date="${date}"][data-doctor]`);
  return [...columns].map(({ dataset }) => dataset['doctor'] ?? '');
}

function type(id: string, change: (target: Target) => Target): void {
  const before = typed.get(id);
  const appointment = before?.appointment ?? getAppointmentNow(id);
  if (!appointment || (!before && !mayMove(appointment))) return;
  clearTimeout(before?.timer);
  const target = change(before?.target ?? placeOf(appointment));
  typed.set(id, { appointment, target, timer: setTimeout(() => void save(id), PAUSE), address: before?.address ?? location.hash });
  watchLeaving();
  setPending(id, { ...target, phase: 'keys', title: appointment.title });
  announce(i18next.t('move.typed', { when: whenOf(target) }), { assertive: true });
}

function end(id: string): Typed | undefined {
  const ended = typed.get(id);
  clearTimeout(ended?.timer);
  typed.delete(id);
  if (typed.size === 0) stopWatching();
  if (pendingMove(id)?.phase === 'keys') clearPending(id);
  return ended;
}

function takeBack(id: string): void {
  const ended = end(id);
  if (ended) announce(i18next.t('move.takenBack', { title: ended.appointment.title }), { assertive: true });
}

async function save(id: string): Promise<void> {
  const ended = end(id);
  if (!ended) return;
  const { appointment, target, address } = ended;
  if (sameTarget(target, placeOf(appointment))) {
    announce(i18next.t('move.takenBack', { title: appointment.title }));
    return;
  }
  const focused = isFocused(id);
  const moved = await reschedule(appointment, target);
  // Who went elsewhere meanwhile is not taken back.
  if (moved && location.hash === address) follow(target);
  if (focused) refocus(id);
}

/** Who leaves within the pause, for another place or altogether, meant the move all the same. */
async function saveAll(): Promise<void> {
  await Promise.all([...typed.keys()].map(save));
}

const onLeave = () => void saveAll();

/** Saving takes more than one request, for which a page that is closed has no time unless it asks for it. */
function onUnload(event: BeforeUnloadEvent): void {
  void saveAll();
  event.preventDefault();
}

let stopFarewell: (() => void) | undefined;

function watchLeaving(): void {
  addEventListener('hashchange', onLeave);
  addEventListener('pagehide', onLeave);
  addEventListener('beforeunload', onUnload);
  stopFarewell ??= beforeSignOut(saveAll);
}

function stopWatching(): void {
  removeEventListener('hashchange', onLeave);
  removeEventListener('pagehide', onLeave);
  removeEventListener('beforeunload', onUnload);
  stopFarewell?.();
  stopFarewell = undefined;
}

/** The view goes along with what left it. */
function follow({ start }: Target): void {
  const { date } = wall.place(start);
  const place = placeNow();
  const shown = document.querySelector(`[data-column][data-date="${date}"], [data-cell][data-date="${date}"]`);
  const inGrid = document.querySelector('[data-column], [data-cell]') !== null;
  if (place.page === 'calendar' && inGrid && !shown && place.panel === null) showView(place.view, date);
}

function directionOf(element: Element): Direction {
  return getComputedStyle(element).direction === 'rtl' ? 'rtl' : 'ltr';
}
