/** Whether cursors are shown and sent; kept on this device, for all tabs. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { local } from '@/lib/storage';

const KEY = 'cursors';

const store = createStore<{ on: boolean }>(() => ({ on: stored() }));

function stored(): boolean {
  return local.get(KEY) !== 'off';
}

function set(on: boolean): void {
  local.set(KEY, on ? 'on' : 'off');
  store.setState({ on });
}

export function useCursorsOn(): [boolean, (on: boolean) => void] {
  return [useStore(store, ({ on }) => on), set];
}

addEventListener('storage', (event) => {
  if (event.key === KEY) store.setState({ on: stored() });
});
