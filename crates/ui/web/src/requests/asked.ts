/** What this person has asked of others and not been told the outcome of: each is told once, whatever is sent twice. */
import type { Kind } from './asks';
import { tabList } from './tab-list';

export interface Asked {
  id: string;
  kind: Kind;
  title: string;
  /** The holder's name. */
  holder: string;
  /** It was asked in this tab: control granted opens the editor here and nowhere else. */
  here: boolean;
}

/** Outcomes that were told since the last request of their kind. */
const told = new Set<string>();

const list = tabList<Asked>('requests.asked');
const keyOf = (id: string, kind: Kind) => `${kind}:${id}`;
const find = (id: string, kind: Kind) => list.get().find((one) => one.id === id && one.kind === kind);
const without = (id: string, kind: Kind) => list.get().filter((one) => one.id !== id || one.kind !== kind);

export const useAsked = (): readonly Asked[] => list.use((asked) => asked);
export const isAsked = (id: string, kind: Kind): boolean => find(id, kind) !== undefined;

export function addAsked(asked: Asked): void {
  told.delete(keyOf(asked.id, asked.kind));
  list.set([...without(asked.id, asked.kind), asked]);
}

/** Ends the waiting for an outcome. Undefined: it was told before. Null: it was asked elsewhere, and is news here. */
export function settleAsked(id: string, kind: Kind): Asked | null | undefined {
  const asked = find(id, kind);
  const key = keyOf(id, kind);
  if (!asked && told.has(key)) return undefined;
  told.add(key);
  if (asked) list.set(without(id, kind));
  return asked ?? null;
}

/** As after a reload. */
export function recallAsked(): void {
  told.clear();
  list.recall();
}
