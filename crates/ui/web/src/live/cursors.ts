/** Mouse cursors on their way out and in; nothing of them is kept. */
import { onFrame, send } from './connection';
import type { CursorFrame, Position } from './frames';

/** The server passes on 20 a second; milliseconds. */
const EVERY = 50;

let last = 0;
let waiting: { position: Position; view: string } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends where the mouse points to, at most 20 times a second, the newest always; null: no longer. */
export function sendCursor(position: Position | null, view: string): void {
  waiting = position && { position, view };
  if (!waiting) {
    clearTimeout(timer);
    timer = undefined;
    return;
  }
  timer ??= setTimeout(flush, Math.max(0, last + EVERY - Date.now()));
}

function flush(): void {
  timer = undefined;
  if (!waiting) return;
  last = Date.now();
  send('cursor-position', waiting);
  waiting = null;
}

export function onCursor(handler: (cursor: CursorFrame) => void): () => void {
  return onFrame('cursor-position', handler);
}
