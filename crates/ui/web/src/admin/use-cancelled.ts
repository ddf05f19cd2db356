import { useInfiniteQuery } from '@tanstack/react-query';
import { listAppointments } from '@/api/calls';
import { queryKeys } from '@/api/query';

const PAGE = 50;

/** The server looks for words of two characters or more. */
const LEAST = 2;

/** Nobody tells of what becomes of cancelled appointments; they are looked at now and then. */
const LOOK = 10_000;

/** The cancelled appointments, latest first, page after page. */
export function useCancelled(sought: string) {
  const q = sought.trim().length >= LEAST ? sought.trim() : undefined;
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.cancelled, q ?? ''],
    queryFn: ({ pageParam }) => listAppointments({ deleted: true, order: 'desc', limit: PAGE, q, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 0,
    refetchInterval: LOOK,
    placeholderData: (before) => before,
  });
  return { query, q };
}
