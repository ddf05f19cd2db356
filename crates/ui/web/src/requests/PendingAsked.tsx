import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getAppointmentNow } from '@/live/appointments';
import { useOnline } from '@/live/connection';
import { useUser } from '@/session/session';
import { isAsked, type Asked } from './asked';
import { pendingOn } from './asks';
import { learnOutcome } from './learn-outcome';
import { tellOutcome } from './tell-outcome';
import { useFresh } from './use-fresh';

/** How long the server's own word is waited for before the history is asked, in milliseconds. */
const PATIENCE = 2500;
const REFRESH = 15_000;

/** Sees to it that a request gets its outcome told, even if nobody was connected when it came. */
export function PendingAsked({ asked }: { asked: Asked }) {
  const { t } = useTranslation();
  const me = useUser().id;
  const online = useOnline();
  const { id, kind, title } = asked;
  const lock = useFresh(id, REFRESH)?.appointmentLock;
  const waits = lock ? pendingOn(lock, kind)?.byId === me : false;

  useEffect(() => {
    if (waits || !online) return;
    let over = false;
    const ask = async () => {
      const outcome = await learnOutcome(id, kind, me);
      if (over || !isAsked(id, kind)) return;
      const holds = getAppointmentNow(id)?.appointmentLock?.userId === me;
      tellOutcome(t, { appointment: { id, title }, kind, outcome, holds });
    };
    const timer = setTimeout(() => void ask().catch(() => undefined), PATIENCE);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [waits, online, id, kind, title, me, t]);

  return null;
}
