/** Whether cursors are shown and sent; kept on this device, for all tabs. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const KEY = 'cursors';

const store = createStore<{ on: boolean }>(() => ({ on: stored() }));

function stored(): boolean {
  return localStorage.getItem(KEY) !== 'off';
}

function set(on: boolean): void {
  localStorage.setItem(KEY, on ? 'on' : 'off');
  store.setState({ on });
}

export function useCursorsOn(): [boolean, (on: boolean) => void] {
  return [useStore(store, ({ on }) => on), set];
}

addEventListener('storage', (event) => {
  if (event.key === KEY) store.setState({ on: stored() });
});
