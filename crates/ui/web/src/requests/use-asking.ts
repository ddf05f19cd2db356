import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getAppointment, requestControl, requestForceRelease, withdrawControl, withdrawForceRelease } from '@/api/calls';
import { Problem, problemText } from '@/api/problem';
import type { Appointment, Lock } from '@/api/types';
import { announce } from '@/lib/announce';
import { addAsked, settleAsked } from './asked';
import type { Kind } from './asks';

const ASK = { control: requestControl, release: requestForceRelease };
const WITHDRAW = { control: withdrawControl, release: withdrawForceRelease };

interface Asking {
  busy: boolean;
  /** Why it could not be asked. */
  failure: string | null;
  ask: (kind: Kind) => Promise<void>;
  withdraw: (kind: Kind) => Promise<void>;
}

/** Asks the holder, and takes back what was asked. */
export function useAsking({ id, title }: Appointment, lock: Lock): Asking {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function attempt(act: () => Promise<void>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (problem) {
      setFailure(problemText(problem, t));
      // What is shown was not what there is.
      if (problem instanceof Problem && problem.status >= 400 && problem.status < 500) await getAppointment(id).catch(() => undefined);
    }
    setBusy(false);
  }

  return {
    busy,
    failure,
    ask: (kind) =>
      attempt(async () => {
        const holder = lock.user?.name ?? t('requests.someone');
        await ASK[kind](id, { lock: lock.id });
        addAsked({ id, kind, title, holder, here: true });
        announce(t(`requests.asked.${kind}`, { name: holder }));
      }),
    withdraw: (kind) =>
      attempt(async () => {
        await WITHDRAW[kind](id);
        settleAsked(id, kind);
        announce(t('requests.withdrawn'));
      }),
  };
}
