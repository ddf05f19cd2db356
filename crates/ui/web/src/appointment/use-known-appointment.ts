import { useCallback, useEffect, useState } from 'react';
import { getAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { drop, isInWindow, keep, onGone, useAppointment } from '@/live/appointments';
import { usePolling } from '@/live/use-polling';

/** Outside the window nobody tells of changes; they are asked for. */
const EVERY = 5000;

interface Known {
  /** As it is now, or as it was before it went. */
  appointment: Appointment | undefined;
  gone: boolean;
  problem: Problem | null;
  retry(): void;
}

/** One appointment, live, wherever it lies: kept in the store, and asked for again and again where the window has it not. */
export function useKnownAppointment(id: string): Known {
  const live = useAppointment(id);
  const [last, setLast] = useState(live);
  const [gone, setGone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  if (live && live !== last) setLast(live);
  if (live && gone) setGone(false);

  const load = useCallback(() => {
    getAppointment(id).then(
      () => setProblem(null),
      (cause: unknown) => {
        if (!(cause instanceof Problem)) throw cause;
        if (cause.status !== 404 && cause.status !== 400) return setProblem(cause);
        drop(id);
        setGone(true);
      },
    );
  }, [id]);

  useEffect(() => {
    const forget = keep(id);
    const stop = onGone(id, () => setGone(true));
    return () => {
      stop();
      forget();
    };
  }, [id]);

  const ask = useCallback(() => {
    if (!gone && !isInWindow(id)) load();
  }, [id, gone, load]);
  usePolling(ask, EVERY);

  return { appointment: live ?? (last?.id === id ? last : undefined), gone: gone && !live, problem: live ? null : problem, retry: load };
}
