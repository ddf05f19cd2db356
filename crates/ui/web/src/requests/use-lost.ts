import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { getHistory } from '@/api/calls';
import { getDraft } from '@/appointment/drafts';
import { openEditor } from '@/appointment/open-editor';
import { onFrame } from '@/live/connection';
import type { Lost } from '@/live/frames';
import { toast } from '@/lib/toast';
import { sessionStore } from '@/session/session';
import { forcedReason } from './outcome';

/** Holdings whose end was told here: a frame may come twice, and a dialog that closes need not say it again. */
const explained = new Set<string>();

export const isExplained = (lockId: string): boolean => explained.has(lockId);

/** The editor tells of its own lock; taking over and forcing one's own are no news to who did it. */
function isNews({ appointment, lockId, reason, byUser }: Lost): boolean {
  if (explained.has(lockId) || reason === 'moved' || openEditor.getState()?.id === appointment.id) return false;
  return byUser === null || byUser.id !== sessionStore.getState().session?.user.id;
}

async function tellLoss(t: TFunction, { appointment, lockId, reason, byUser }: Lost): Promise<void> {
  const words = { title: appointment.title, name: byUser?.name ?? t('requests.lost.someone') };
  const why = reason === 'force_released' ? await getHistory(appointment.id).then(({ items }) => forcedReason(items, lockId), () => null) : null;
  const text = why ? t('requests.lost.forcedBecause', { ...words, reason: why }) : t(`requests.lost.${reason}`, words);
  const user = sessionStore.getState().session?.user.id ?? '';
  const kept = getDraft(user, appointment.id) ? t('requests.lost.draftKept') : '';
  toast(`${text} ${kept}`.trim(), { id: `lost:${lockId}`, duration: 10_000 });
}

/** Tells the holder of a lock's end that no editor in this tab tells of. */
export function useLost(t: TFunction): void {
  useEffect(
    () =>
      onFrame('lock-lost', (lost) => {
        if (!isNews(lost)) return;
        explained.add(lost.lockId);
        void tellLoss(t, lost);
      }),
    [t],
  );
}
