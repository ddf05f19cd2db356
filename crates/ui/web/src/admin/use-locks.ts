import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listLocks } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import { onFrame, onSnapshot } from '@/live/connection';
import { throttle } from './throttle';

/** Frames tell of changes in the calendar's window only; locks outside of it are looked for now and then. */
const LOOK = 10_000;
const AT_MOST = 1_000;

/** The live locks: asked for again whenever an appointment changes. */
export function useLocks() {
  useEffect(() => {
    const again = throttle(() => void queryClient.invalidateQueries({ queryKey: queryKeys.locks }), AT_MOST);
    const offs = [onFrame('update-appointments', again.call), onFrame('remove-appointments', again.call), onSnapshot(again.call)];
    return () => {
      offs.forEach((off) => off());
      again.stop();
    };
  }, []);
  return useQuery({ queryKey: queryKeys.locks, queryFn: listLocks, staleTime: 0, refetchInterval: LOOK });
}
