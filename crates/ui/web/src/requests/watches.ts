/** "Tell me when it is free": what this person waits for in this tab. */
import { tabList } from './tab-list';

export interface Watch {
  id: string;
  title: string;
}

const list = tabList<Watch>('requests-watches');
const without = (id: string) => list.get().filter((watch) => watch.id !== id);

export const useWatches = (): readonly Watch[] => list.use((watches) => watches);
export const useWatched = (id: string): boolean => list.use((watches) => watches.some((watch) => watch.id === id));

export const startWatch = (watch: Watch): void => list.set([...without(watch.id), watch]);
export const stopWatch = (id: string): void => list.set(without(id));
