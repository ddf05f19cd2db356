/** What the grid's columns and cells say about a point on the screen. Positions are read anew each time: they scroll. */
import { DAY } from './wall';
import type { Spot } from './target';

export interface Area {
  element: HTMLElement;
  /** A column is a day (or a doctor's day) by the minute; a cell of the month knows the date only. */
  kind: 'column' | 'cell';
  date: string;
  /** Undefined: it says nothing about doctors; null: the column of those without. */
  doctor: string | null | undefined;
}

export interface Point {
  x: number;
  y: number;
}

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom' | 'width' | 'height'>;

export function areasOf(root: Element): Area[] {
  return [...root.querySelectorAll<HTMLElement>('[data-column], [data-cell]')].map((element) => ({
    element,
    kind: element.dataset['column'] === undefined ? 'cell' : 'column',
    date: element.dataset['date'] ?? '',
    doctor: element.dataset['doctor'] === undefined ? undefined : element.dataset['doctor'] || null,
  }));
}

/** The area under the point, or the one closest to it: a hand may leave the grid while it drags. */
export function areaAt(areas: readonly Area[], point: Point): Area | undefined {
  let best: Area | undefined;
  let least = Infinity;
  for (const area of areas) {
    const distance = distanceTo(area.element.getBoundingClientRect(), point);
    if (distance < least) [best, least] = [area, distance];
  }
  return best;
}

/** Columns stand side by side: how far one is to the side counts before how far it is above or below. */
function distanceTo(box: Box, { x, y }: Point): number {
  const dx = Math.max(box.left - x, 0, x - box.right);
  const dy = Math.max(box.top - y, 0, y - box.bottom);
  return dx * 1000 + dy;
}

export function spotAt(area: Area, point: Point): Spot {
  const box = area.element.getBoundingClientRect();
  const share = box.height > 0 ? (point.y - box.top) / box.height : 0;
  return { date: area.date, minutes: Math.min(1, Math.max(0, share)) * DAY, doctor: area.doctor };
}

const EDGE = 8;

/** Whether the point is at the end edge of a card, which is the part that is pulled to make it longer. */
export function isAtEndEdge(card: Box, point: Point, touch: boolean): boolean {
  const edge = Math.min(touch ? EDGE * 2 : EDGE, card.height / 3);
  return point.y >= card.bottom - edge && point.y <= card.bottom + 1;
}
