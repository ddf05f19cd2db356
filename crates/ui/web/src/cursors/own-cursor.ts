/** Sends where one's own mouse points to on the grid. Fingers have no place of their own to show. */
import { sendCursor } from '@/live/cursors';
import { positionIn, viewOf } from './position';

export class OwnCursor {
  private frame = 0;
  private last: PointerEvent | null = null;
  private off = new AbortController();

  constructor(private root: HTMLElement) {
    const { signal } = this.off;
    root.addEventListener('pointermove', this.onMove, { signal, passive: true });
    root.addEventListener('pointerleave', this.onLeave, { signal, passive: true });
  }

  dispose(): void {
    this.off.abort();
    this.onLeave();
  }

  private onMove = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return;
    this.last = event;
    this.frame ||= requestAnimationFrame(this.send);
  };

  private onLeave = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    sendCursor(null, '');
  };

  private send = (): void => {
    this.frame = 0;
    if (!this.last) return;
    const { clientX, clientY } = this.last;
    // While something is dragged the pointer is captured, and the event's own target is the grid.
    const area = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-column], [data-cell]');
    if (!area || !this.root.contains(area)) return;
    const { date = '', doctor } = area.dataset;
    const rtl = getComputedStyle(area).direction === 'rtl';
    sendCursor(positionIn(area.getBoundingClientRect(), clientX, clientY, rtl), viewOf({ date, doctor: doctor === '' ? null : doctor }));
  };
}
