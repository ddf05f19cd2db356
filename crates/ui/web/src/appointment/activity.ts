/** When the person last did something on this page, on the server's clock: locks are renewed only for somebody who is there. */
import { now } from '@/live/clock';

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove'] as const;

let last = 0;
let watching = false;

export function lastActivity(): number {
  return last;
}

export function watchActivity(): void {
  if (watching) return;
  watching = true;
  const note = () => {
    last = now();
  };
  for (const sign of SIGNS) addEventListener(sign, note, { passive: true, capture: true });
}
