import { useEffect } from 'react';
import { getAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { drop, keep, useAppointment } from '@/live/appointments';
import { onSnapshot, useOnline } from '@/live/connection';

/** The appointment, held in the live store, and asked for now and then: outside the window nobody tells its changes. */
export function useFresh(id: string, every: number): Appointment | undefined {
  const online = useOnline();
  useEffect(() => keep(id), [id]);
  useEffect(() => {
    if (!online) return;
    const ask = () => {
      getAppointment(id).catch((problem: unknown) => {
        if (problem instanceof Problem && problem.code === 'appointment_not_found') drop(id);
      });
    };
    ask();
    const timer = setInterval(ask, every);
    const off = onSnapshot(ask);
    return () => {
      clearInterval(timer);
      off();
    };
  }, [id, every, online]);
  return useAppointment(id);
}
