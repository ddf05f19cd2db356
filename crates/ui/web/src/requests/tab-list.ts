/** A list that this tab keeps for who is signed in: it survives a reload, and nobody else is shown it. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { sessionStore } from '@/session/session';
import { tab } from '@/lib/storage';

interface Kept<T> {
  userId: string;
  items: T[];
}

const me = () => sessionStore.getState().session?.user.id;

function recall<T>(name: string): T[] {
  try {
    const kept = JSON.parse(tab.get(name) ?? 'null') as Kept<T> | null;
    return kept !== null && kept.userId === me() ? kept.items : [];
  } catch {
    return [];
  }
}

function remember<T>(name: string, items: readonly T[]): void {
  const userId = me();
  if (items.length === 0 || userId === undefined) tab.remove(name);
  else tab.set(name, JSON.stringify({ userId, items }));
}

export interface TabList<T> {
  get(): readonly T[];
  set(items: readonly T[]): void;
  /** Reads it again, as after a reload. */
  recall(): void;
  use<U>(select: (items: readonly T[]) => U): U;
}

export function tabList<T>(name: string): TabList<T> {
  const store = createStore<{ items: readonly T[] }>(() => ({ items: recall<T>(name) }));
  const again = () => store.setState({ items: recall<T>(name) });
  let owner = me();
  sessionStore.subscribe(() => {
    if (me() === owner) return;
    owner = me();
    again();
  });
  return {
    get: () => store.getState().items,
    set(items) {
      remember(name, items);
      store.setState({ items });
    },
    recall: again,
    use: (select) => useStore(store, ({ items }) => select(items)),
  };
}
