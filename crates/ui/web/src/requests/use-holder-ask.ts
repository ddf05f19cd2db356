import type { TFunction } from 'i18next';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { getAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import { openEditor } from '@/appointment/open-editor';
import { getAppointmentNow, useHeldByMe } from '@/live/appointments';
import { useNow } from '@/live/clock';
import { asksOf, dueAsk, type Ask } from './asks';
import { tellClosure } from './tell-closure';
import { useAskedOutside } from './use-asked-outside';

/** Refusals that mean that there is nothing to answer any more. */
const OVER = ['no_request', 'lock_not_found', 'lock_not_held', 'lock_changed', 'appointment_not_found'];

export interface HolderAsk {
  /** What is to be answered now. */
  ask: Ask | null;
  /** Answers it; what the server refuses is thrown. False: there was nothing to answer any more. */
  answer: (ask: Ask, send: () => Promise<unknown>) => Promise<boolean>;
}

/** The request that the holder is to answer now; one that ends without an answer from here is explained. */
export function useHolderAsk(t: TFunction): HolderAsk {
  const held = useHeldByMe();
  const asks = useMemo(() => asksOf(held), [held]);
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<Ask | null>(null);
  /** Being answered here, each until it is gone: if they end meanwhile, it is by that. */
  const mine = useRef(new Set<string>());
  const now = useNow(asks.length > 0 ? 500 : 60_000);
  const due = dueAsk(asks, shown?.key ?? null, answered, now);
  useAskedOutside();

  useEffect(() => {
    if (due?.key === shown?.key) return;
    if (shown && !answered.has(shown.key) && !mine.current.has(shown.key)) void tellClosure(t, shown);
    // What is typed is safe before anything covers it.
    if (due) openEditor.getState()?.storeDraft();
    setShown(due);
  }, [due, shown, answered, t]);

  useEffect(() => {
    const pending = new Set(asks.map(({ key }) => key));
    mine.current.forEach((key) => !pending.has(key) && mine.current.delete(key));
    setAnswered((before) => ([...before].every((key) => pending.has(key)) ? before : new Set([...before].filter((key) => pending.has(key)))));
  }, [asks]);

  const answer = useCallback(
    async (ask: Ask, send: () => Promise<unknown>) => {
      // Gone and come again it is another one, although it may look the same.
      const isPending = () =>
        mine.current.has(ask.key) && asksOf([getAppointmentNow(ask.appointmentId)].filter((one) => one !== undefined)).some(({ key }) => key === ask.key);
      mine.current.add(ask.key);
      try {
        await send();
        if (isPending()) setAnswered((before) => new Set(before).add(ask.key));
        return true;
      } catch (problem) {
        const isOver = problem instanceof Problem && OVER.includes(problem.code);
        if (isOver) await getAppointment(ask.appointmentId).catch(() => undefined);
        if (!isOver || isPending()) {
          mine.current.delete(ask.key);
          throw problem;
        }
        // Another was faster, or the time was up: what has become of it is told like any other end.
        void tellClosure(t, ask);
        return false;
      }
    },
    [t],
  );

  // Until the next one may show, the one before stays in its place, and so does the way back of the focus.
  return { ask: due && (due.key === shown?.key ? due : shown), answer };
}
