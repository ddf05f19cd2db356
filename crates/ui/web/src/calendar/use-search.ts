import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listAppointments } from '@/api/calls';
import { queryKeys } from '@/api/query';
import { toIso } from '@/lib/time';
import { now } from '@/live/clock';

const LEAST = 2;
const PAUSE = 200;
/** Hits outside the window change untold; while they are shown they are looked for now and then. */
const LOOK = 30_000;
const COMING = 8;
const PAST = 4;

/** What is found for a text: what is still to come first, then the latest of what is over. Looked for only while it is shown. */
export function useSearch(text: string, shown: boolean) {
  const q = useSettled(text.trim(), PAUSE);
  const enabled = q.length >= LEAST;
  const query = useQuery({ queryKey: queryKeys.search(q), queryFn: () => find(q), enabled: enabled && shown, placeholderData: keepPreviousData, refetchInterval: LOOK });
  return { enabled, results: enabled ? query.data : undefined, isFetching: query.isFetching, isError: query.isError };
}

async function find(q: string) {
  const at = toIso(now());
  const [coming, past] = await Promise.all([
    listAppointments({ q, from: at, order: 'asc', limit: COMING }),
    listAppointments({ q, to: at, order: 'desc', limit: PAST + COMING }),
  ]);
  // What is under way is in both.
  const ids = new Set(coming.items.map(({ id }) => id));
  return { coming: coming.items, past: past.items.filter(({ id }) => !ids.has(id)).slice(0, PAST) };
}

/** The value once it has not changed for a while. */
function useSettled(value: string, pause: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}
