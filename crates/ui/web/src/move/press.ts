import { getAppointmentNow } from '@/live/appointments';
import { segmentsOf } from '@/calendar/layout/segments';
import type { Kind } from './gesture';
import { type Area, type Point, areaAt, areasOf, isAtEndEdge } from './surface';

/** What lies under a pointer that goes down, or hovers. */
export interface Under {
  kind: Kind;
  area: Area;
  card: HTMLElement | null;
  id: string | null;
}

const CONTROLS = 'a, button, input, select, textarea, [role="button"], [contenteditable]';

export function underPointer(root: Element, target: Element, point: Point, touch: boolean): Under | null {
  const card = target.closest<HTMLElement>('[data-appointment]');
  if (!card) return underFree(root, target, point);
  const id = card.dataset['appointment'] ?? '';
  const area = areaAt(areasOf(root), point);
  if (!area) return null;
  const pulls = area.kind === 'column' && isAtEndEdge(card.getBoundingClientRect(), point, touch) && endsIn(id, area.date);
  return { kind: pulls ? 'resize' : 'move', area, card, id };
}

/** Free time can be selected in columns only; other controls in the grid are none of our business. */
function underFree(root: Element, target: Element, point: Point): Under | null {
  if (target.closest(CONTROLS) || !target.closest('[data-column]')) return null;
  const area = areaAt(areasOf(root), point);
  return area?.kind === 'column' ? { kind: 'create', area, card: null, id: null } : null;
}

/** Only the last of an appointment's parts has its end. */
function endsIn(id: string, date: string): boolean {
  const appointment = getAppointmentNow(id);
  if (!appointment) return false;
  const span = { id, start: Date.parse(appointment.startTime), end: Date.parse(appointment.endTime) };
  return segmentsOf(span).at(-1)?.date === date;
}
