/** Moves that are on their way: shown where they lead to until they are saved or refused. */
import { createStore } from 'zustand/vanilla';
import type { Target } from './target';

export interface PendingMove extends Target {
  /** Being dragged, being typed with the keys, or being saved. */
  phase: 'drag' | 'keys' | 'saving';
  title: string;
}

/** The key of a selection on free time, which is no appointment yet. */
export const SELECTION = 'selection';

export const pendingStore = createStore<ReadonlyMap<string, PendingMove>>(() => new Map());

export function pendingMove(id: string): PendingMove | undefined {
  return pendingStore.getState().get(id);
}

export function setPending(id: string, move: PendingMove): void {
  pendingStore.setState(new Map(pendingStore.getState()).set(id, move), true);
}

/** Takes it away, if it is still that one. */
export function clearPending(id: string, move = pendingMove(id)): void {
  if (!move || pendingMove(id) !== move) return;
  const rest = new Map(pendingStore.getState());
  rest.delete(id);
  pendingStore.setState(rest, true);
}
