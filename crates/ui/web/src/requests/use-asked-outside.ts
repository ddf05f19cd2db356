import { useEffect, useState } from 'react';
import { getAppointment } from '@/api/calls';
import { getAppointmentNow, keep } from '@/live/appointments';
import { onFrame } from '@/live/connection';
import { asksOf } from './asks';

interface About {
  appointment: { id: string };
}

/** A request for something outside the window comes by its frame alone; what has become of it is asked for now and then. */
const REFRESH = 4000;

const refresh = (id: string): Promise<unknown> => getAppointment(id).catch(() => undefined);

/** Brings what others ask for into the live store, wherever the calendar looks. */
export function useAskedOutside(): void {
  const [ids, setIds] = useState<readonly string[]>([]);

  useEffect(() => {
    const bring = ({ appointment: { id } }: About) => {
      if (!getAppointmentNow(id)) setIds((before) => (before.includes(id) ? before : [...before, id]));
    };
    const look = ({ appointment: { id } }: About) => {
      if (getAppointmentNow(id)) void refresh(id);
    };
    const offs = [
      onFrame('request-control', bring),
      onFrame('force-release-lock-request', bring),
      onFrame('request-control-cancelled', look),
      onFrame('force-release-lock-cancelled', look),
      onFrame('lock-lost', look),
    ];
    return () => offs.forEach((off) => off());
  }, []);

  useEffect(() => {
    const offs = ids.map(keep);
    const isAsked = (id: string) => asksOf([getAppointmentNow(id)].filter((one) => one !== undefined)).length > 0;
    const ask = async () => {
      await Promise.all(ids.map(refresh));
      // Answered or withdrawn: nothing to hold on to.
      if (ids.some((id) => getAppointmentNow(id) && !isAsked(id))) setIds((before) => before.filter((id) => !getAppointmentNow(id) || isAsked(id)));
    };
    void ask();
    const timer = ids.length > 0 ? setInterval(() => void ask(), REFRESH) : undefined;
    return () => {
      clearInterval(timer);
      offs.forEach((off) => off());
    };
  }, [ids]);
}
