/** Who wants to know of frames, beside the store. */
import type { Frame, FrameName, Frames } from './frames';

const handlers = new Map<string, Set<(data: never) => void>>();
const snapshotHandlers = new Set<() => void>();

/** Frames for one person, told before the part of the page that shows them was loaded. */
let unheard: Frame[] = [];

/** Has frames of a kind handled; after the store has taken in what they say. What came before anybody listened comes now. */
export function onFrame<Name extends FrameName>(event: Name, handler: (data: Frames[Name]) => void): () => void {
  const set = handlers.get(event) ?? new Set();
  handlers.set(event, set.add(handler as (data: never) => void));
  const waiting = unheard.filter((frame) => frame.event === event);
  unheard = unheard.filter((frame) => frame.event !== event);
  for (const frame of waiting) handler(frame.data as Frames[Name]);
  return () => set.delete(handler as (data: never) => void);
}

/** After every snapshot: what frames did not tell may have changed, too. */
export function onSnapshot(handler: () => void): () => void {
  snapshotHandlers.add(handler);
  return () => snapshotHandlers.delete(handler);
}

function isPersonal(event: string): boolean {
  return event === 'lock-lost' || event.startsWith('request-control') || event.startsWith('force-release-lock');
}

export function tellFrame(frame: Frame): void {
  const listening = handlers.get(frame.event);
  if (listening) for (const handler of [...listening]) handler(frame.data as never);
  else if (isPersonal(frame.event)) unheard.push(frame);
}

export function tellSnapshot(): void {
  for (const handler of [...snapshotHandlers]) handler();
}

/** What waits is for who was signed in. */
export function forgetUnheard(): void {
  unheard = [];
}
