import { useCallback, useEffect } from 'react';
import { getAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { drop, keep, useAppointment } from '@/live/appointments';
import { usePolling } from '@/live/use-polling';

/** The appointment, held in the live store, and asked for now and then: outside the window nobody tells its changes. */
export function useFresh(id: string, every: number): Appointment | undefined {
  useEffect(() => keep(id), [id]);
  const ask = useCallback(() => {
    getAppointment(id).catch((problem: unknown) => {
      if (problem instanceof Problem && problem.code === 'appointment_not_found') drop(id);
    });
  }, [id]);
  usePolling(ask, every);
  return useAppointment(id);
}
