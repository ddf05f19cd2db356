import { useConnection } from '@/live/connection';

/** Saving is off while disconnected; before the first connection there is nothing to be told yet. */
export function useCanSave(): boolean {
  return useConnection().state !== 'offline';
}
