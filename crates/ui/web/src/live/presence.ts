/** Who is here. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export interface Present {
  id: string;
  name: string;
}

const presenceStore = createStore<{ users: readonly Present[] }>(() => ({ users: [] }));

/** Takes what the server says. */
export function arePresent(users: readonly Present[]): void {
  presenceStore.setState({ users });
}

export function usePresence(): readonly Present[] {
  return useStore(presenceStore, ({ users }) => users);
}
