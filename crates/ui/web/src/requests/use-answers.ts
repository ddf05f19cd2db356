import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approveControl, approveForceRelease, rejectControl, rejectForceRelease } from '@/api/calls';
import { problemText } from '@/api/problem';
import { openEditor } from '@/appointment/open-editor';
import { announce } from '@/lib/announce';
import type { Ask } from './asks';
import type { HolderAsk } from './use-holder-ask';

const APPROVE = { control: approveControl, release: approveForceRelease };
const REJECT = { control: rejectControl, release: rejectForceRelease };

interface Answers {
  busy: boolean;
  /** Why the answer was not given; while saving, the editor knows more. */
  failure: { text: string; ofSaving: boolean } | null;
  saveAndAccept: () => Promise<void>;
  accept: () => Promise<void>;
  reject: () => Promise<void>;
}

/** The answers to a question, pinned to what was shown: another lock or another requester is not answered by them. */
export function useAnswers(ask: Ask, answer: HolderAsk['answer']): Answers {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<{ key: string; text: string; ofSaving: boolean } | null>(null);
  const { key, kind, appointmentId, lockId, requester } = ask;
  const pins = { lock: lockId, requester: requester.id };

  async function once(act: () => Promise<void>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    await act();
    setBusy(false);
  }

  async function send(verb: typeof approveControl, said: string): Promise<void> {
    try {
      if (await answer(ask, () => verb(appointmentId, pins))) announce(said);
    } catch (problem) {
      setTrouble({ key, text: t('requests.dialog.failed', { why: problemText(problem, t) }), ofSaving: false });
    }
  }

  const approve = () => send(APPROVE[kind], t(`requests.dialog.accepted.${kind}`, { name: requester.name }));

  async function saveThenApprove(): Promise<void> {
    let why = '';
    try {
      if ((await openEditor.getState()?.save()) !== false) return await approve();
    } catch (problem) {
      why = t('requests.dialog.why', { why: problemText(problem, t) });
    }
    setTrouble({ key, text: `${t('requests.dialog.saveFailed')} ${why}`.trim(), ofSaving: true });
  }

  return {
    busy,
    failure: trouble?.key === key ? trouble : null,
    saveAndAccept: () => once(saveThenApprove),
    accept: () => once(approve),
    reject: () => once(() => send(REJECT[kind], t('requests.dialog.rejected'))),
  };
}
