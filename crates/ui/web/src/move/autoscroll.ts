import type { Point } from './surface';

/** How close to an edge the hand must be, and how fast it goes at the most, in pixels and pixels a frame. */
const EDGE = 64;
const FASTEST = 18;

/** How far to scroll along one axis this frame; the closer to the edge, or beyond it, the faster. */
export function speed(position: number, from: number, to: number): number {
  const edge = Math.min(EDGE, (to - from) / 4);
  if (edge <= 0) return 0;
  const before = from + edge - position;
  const behind = position - (to - edge);
  if (before > 0) return -Math.ceil(Math.min(1, before / edge) * FASTEST);
  return behind > 0 ? Math.ceil(Math.min(1, behind / edge) * FASTEST) : 0;
}

function scrolls(element: Element, axis: 'x' | 'y'): boolean {
  const style = getComputedStyle(element);
  const overflow = axis === 'y' ? style.overflowY : style.overflowX;
  if (overflow !== 'auto' && overflow !== 'scroll') return false;
  return axis === 'y' ? element.scrollHeight > element.clientHeight : element.scrollWidth > element.clientWidth;
}

function scrollerOf(element: Element, axis: 'x' | 'y'): Element | null {
  for (let at: Element | null = element; at; at = at.parentElement) if (scrolls(at, axis)) return at;
  return null;
}

/** Towards where the hand has gone only: a card may be taken hold of close to an edge. */
function along(position: number, began: number, from: number, to: number): number {
  const wanted = speed(position, from, to);
  return (position - began) * wanted > 0 ? wanted : 0;
}

/** Scrolls what holds the element if the hand is at its edge. True: something moved, and what is under the hand with it. */
export function autoscroll(element: Element, point: Point, began: Point): boolean {
  const vertical = scrollerOf(element, 'y');
  const horizontal = scrollerOf(element, 'x');
  let moved = false;
  if (vertical) {
    const box = vertical.getBoundingClientRect();
    const before = vertical.scrollTop;
    vertical.scrollTop += along(point.y, began.y, box.top, box.bottom);
    moved = vertical.scrollTop !== before;
  }
  if (horizontal) {
    const box = horizontal.getBoundingClientRect();
    const before = horizontal.scrollLeft;
    horizontal.scrollLeft += along(point.x, began.x, box.left, box.right);
    moved ||= horizontal.scrollLeft !== before;
  }
  return moved;
}
