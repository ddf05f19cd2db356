import { useEffect } from 'react';
import { getAppointment } from '@/api/calls';
import { isInWindow } from '@/live/appointments';

/**
 * Has the access log know that an appointment is looked at: once each time that it is opened. The answer goes where live updates go;
 * nothing waits for it. Outside the window it is asked for anyway.
 */
export function useReading(id: string | null): void {
  useEffect(() => {
    if (id && isInWindow(id)) getAppointment(id).catch(() => undefined);
  }, [id]);
}
