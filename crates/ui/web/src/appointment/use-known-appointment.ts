import { useCallback, useEffect, useState } from 'react';
import { getAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { getAppointmentNow, keep, onGone, useAppointment } from '@/live/appointments';
import { useOnline } from '@/live/connection';

interface Known {
  /** As it is now, or as it was before it went. */
  appointment: Appointment | undefined;
  gone: boolean;
  problem: Problem | null;
  retry(): void;
}

/** One appointment, live, wherever it lies: kept in the store, and fetched where the window has it not. */
export function useKnownAppointment(id: string): Known {
  const live = useAppointment(id);
  const online = useOnline();
  const [last, setLast] = useState(live);
  const [gone, setGone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  if (live && live !== last) setLast(live);
  if (live && gone) setGone(false);

  const load = useCallback(() => {
    setProblem(null);
    getAppointment(id).catch((cause: unknown) => {
      if (!(cause instanceof Problem)) throw cause;
      if (cause.status === 404 || cause.status === 400) setGone(true);
      else setProblem(cause);
    });
  }, [id]);

  useEffect(() => {
    const forget = keep(id);
    const stop = onGone(id, () => setGone(true));
    return () => {
      stop();
      forget();
    };
  }, [id]);

  useEffect(() => {
    if (!getAppointmentNow(id)) load();
  }, [id, online, load]);

  return { appointment: live ?? (last?.id === id ? last : undefined), gone: gone && !live, problem: live ? null : problem, retry: load };
}
