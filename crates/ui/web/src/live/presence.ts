/** Who is here. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { onFrame } from './connection';

export interface Present {
  id: string;
  name: string;
}

const presenceStore = createStore<{ users: readonly Present[] }>(() => ({ users: [] }));

onFrame('presence', ({ users }) => presenceStore.setState({ users }));

export function usePresence(): readonly Present[] {
  return useStore(presenceStore, ({ users }) => users);
}

export function presentNow(): readonly Present[] {
  return presenceStore.getState().users;
}
