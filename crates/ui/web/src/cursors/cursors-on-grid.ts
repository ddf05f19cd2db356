/** The others' cursors on the grid: one layer within it, drawn outside of React, so that it scrolls along by itself. */
import { onCursor } from '@/live/cursors';
import { onFrame } from '@/live/connection';
import type { CursorFrame } from '@/live/frames';
import { areasOf } from '@/move/surface';
import { type Point, Pointer } from './pointer';
import { around, columnsFor, pointIn } from './position';

/** A cursor that says nothing for so long fades, and is gone a little later; milliseconds. */
export const SILENCE = 5_000;
const FADED = 1_000;
const LOOK = 500;

interface Shown {
  frame: CursorFrame;
  pointer: Pointer;
  heard: number;
}

export class CursorsOnGrid {
  private layer = document.createElement('div');
  private shown = new Map<string, Shown>();
  private frame = 0;
  private off: (() => void)[];

  constructor(
    readonly root: HTMLElement,
    private me: string,
  ) {
    // Beneath headers and dialogs, above cards.
    this.layer.className = 'pointer-events-none absolute inset-0 z-25 overflow-clip';
    this.layer.setAttribute('aria-hidden', 'true');
    // Places are in pixels from the left, whichever way one reads; names find their own direction.
    this.layer.dir = 'ltr';
    this.layer.dataset['cursors'] = '';
    root.append(this.layer);
    const resized = new ResizeObserver(this.later);
    resized.observe(root);
    const changed = new MutationObserver(this.later);
    changed.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-date', 'data-doctor'] });
    const timer = setInterval(() => this.look(), LOOK);
    this.off = [
      onCursor((frame) => this.hear(frame)),
      onFrame('presence', ({ users }) => this.keepOnly(new Set(users.map(({ id }) => id)))),
      () => resized.disconnect(),
      () => changed.disconnect(),
      () => clearInterval(timer),
      () => cancelAnimationFrame(this.frame),
    ];
  }

  dispose(): void {
    for (const off of this.off) off();
    this.keepOnly(new Set());
    this.layer.remove();
  }

  private hear(frame: CursorFrame): void {
    if (frame.userId === this.me) return;
    const known = this.shown.get(frame.userId);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const pointer = known?.pointer ?? new Pointer(frame.userId, frame.name, still);
    if (!known) this.layer.append(pointer.element);
    this.shown.set(frame.userId, { frame, pointer, heard: Date.now() });
    const point = this.pointOf(frame);
    if (point) pointer.moveTo(point);
    else pointer.show(false);
  }

  /** Where it is within the layer; null if that day is not on show. */
  private pointOf({ view, position }: CursorFrame): Point | null {
    const areas = columnsFor(view, areasOf(this.root));
    const box = around(areas.map(({ element }) => element.getBoundingClientRect()));
    if (!box || box.width === 0) return null;
    const origin = this.layer.getBoundingClientRect();
    const point = pointIn(box, position, getComputedStyle(this.root).direction === 'rtl');
    return { x: point.x - origin.left, y: point.y - origin.top };
  }

  /** Other columns, or other sizes: the same places are elsewhere. */
  private later = (): void => {
    if (this.frame !== 0 || this.shown.size === 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      for (const shown of this.shown.values()) this.relocate(shown);
    });
  };

  private relocate({ frame, pointer, heard }: Shown): void {
    const point = this.pointOf(frame);
    if (!point || Date.now() - heard > SILENCE) pointer.show(false);
    else if (!pointer.isAt(point)) pointer.jumpTo(point);
  }

  private look(): void {
    const at = Date.now();
    for (const [id, { pointer, heard }] of this.shown) {
      const silent = at - heard;
      if (silent > SILENCE + FADED) this.forget(id);
      else if (silent > SILENCE) pointer.show(false);
    }
  }

  private keepOnly(present: ReadonlySet<string>): void {
    for (const id of [...this.shown.keys()]) if (!present.has(id)) this.forget(id);
  }

  private forget(id: string): void {
    this.shown.get(id)?.pointer.remove();
    this.shown.delete(id);
  }
}
