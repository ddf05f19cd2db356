import { DAY, STEP, type Wall } from './wall';

/** What a column or cell says about the place under the pointer. `doctor` undefined: it says nothing about doctors. */
export interface Spot {
  date: string;
  minutes: number;
  doctor?: string | null | undefined;
}

/** An appointment's, or a selection's, place in time. */
export interface Target {
  start: number;
  end: number;
  doctorName?: string | null;
}

/** Where a card was taken hold of. */
export interface Grab {
  spot: Spot;
  /** Wall minutes between the appointment's start and the hand; above a day's worth in a later segment. */
  offset: number;
}

const MINUTE = 60_000;
const LONGEST = 31 * DAY * MINUTE;

function snapped(minutes: number): number {
  return Math.round(minutes / STEP) * STEP;
}

export function grab(wall: Wall, original: Target, spot: Spot): Grab {
  const start = wall.place(original.start);
  return { spot, offset: wall.days(start.date, spot.date) * DAY + spot.minutes - start.minutes };
}

/** The card follows the hand in steps; how long it takes stays what it is, also over a change of the clocks. */
export function moved(wall: Wall, original: Target, held: Grab, spot: Spot): Target {
  const doctorName = spot.doctor === undefined ? original.doctorName : spot.doctor;
  const still = spot.date === held.spot.date && Math.abs(spot.minutes - held.spot.minutes) < STEP / 2;
  if (still) return { ...original, doctorName };
  const ownSegment = held.offset <= held.spot.minutes;
  const lowest = ownSegment ? 0 : -Infinity;
  const minutes = Math.min(DAY - STEP, Math.max(lowest, snapped(spot.minutes - held.offset)));
  return shifted(original, wall.at(spot.date, minutes), doctorName);
}

/** From one cell of the month to another: the time of day stays. */
export function movedToDay(wall: Wall, original: Target, from: string, to: string): Target {
  const days = wall.days(from, to);
  return days === 0 ? original : laterBy(wall, original, days * DAY);
}

/** So many wall minutes later; whole days keep the time of day. */
export function laterBy(wall: Wall, original: Target, minutes: number): Target {
  const start = wall.place(original.start);
  let at = wall.at(start.date, start.minutes + minutes);
  // Within the hour that a change of the clocks repeats or leaves out, the clock face alone would stand still or turn back.
  if (minutes !== 0 && Math.sign(at - original.start) !== Math.sign(minutes)) at = original.start + minutes * MINUTE;
  return shifted(original, at, original.doctorName);
}

/** The end follows the hand, never closer to the start than one step. */
export function resized(wall: Wall, original: Target, spot: Spot): Target {
  return endingAt(original, wall.at(spot.date, Math.min(DAY, snapped(spot.minutes))));
}

/** So many minutes longer. */
export function longerBy(original: Target, minutes: number): Target {
  return endingAt(original, original.end + minutes * MINUTE);
}

/** The steps touched between the first point and the hand, in the column where it began. */
export function selected(wall: Wall, anchor: Spot, spot: Spot): Target {
  const minutes = spot.date < anchor.date ? 0 : spot.date > anchor.date ? DAY : spot.minutes;
  const from = Math.min(DAY - STEP, Math.floor(Math.min(anchor.minutes, minutes) / STEP) * STEP);
  const to = Math.max(from + STEP, Math.min(DAY, Math.ceil(Math.max(anchor.minutes, minutes) / STEP) * STEP));
  const start = wall.at(anchor.date, from);
  return { ...endingAt({ start, end: start }, wall.at(anchor.date, to)), doctorName: anchor.doctor };
}

export function sameTarget(a: Target, b: Target): boolean {
  return a.start === b.start && a.end === b.end && sameDoctor(a.doctorName, b.doctorName);
}

/** Doctors are compared as the server does it. */
export function sameDoctor(a: string | null | undefined, b: string | null | undefined): boolean {
  return doctorKey(a) === doctorKey(b);
}

function doctorKey(name: string | null | undefined): string {
  return (name ?? '').trim().toLowerCase();
}

function endingAt(original: Target, end: number): Target {
  const shortest = original.start + STEP * MINUTE;
  return { ...original, end: Math.min(original.start + LONGEST, Math.max(shortest, end)) };
}

function shifted(original: Target, start: number, doctorName: string | null | undefined): Target {
  return { ...original, start, end: start + (original.end - original.start), doctorName };
}
