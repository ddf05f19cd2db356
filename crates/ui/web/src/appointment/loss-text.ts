import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getHistory } from '@/api/calls';
import { forcedReason } from '@/requests/outcome';
import type { Lease } from './lease-state';

type Lost = Extract<Lease, { phase: 'lost' }>;

/** How the lock was lost, in words. */
function lossText({ reason, by }: Lost, t: TFunction): string {
  return t(`appointment.lost.${reason}`, { name: by?.name ?? t('appointment.lock.somebody') });
}

/** The same with the reason that an administrator gave, which only the history knows. */
export async function explainLoss(id: string, lost: Lost, t: TFunction): Promise<string> {
  const text = lossText(lost, t);
  if (lost.reason !== 'force_released') return text;
  const reason = await getHistory(id).then(({ items }) => forcedReason(items, lost.lockId), () => null);
  return reason ? t('appointment.lost.because', { text, reason }) : text;
}

/** What there is to say of a loss, at once, and why as soon as that is known. Empty while nothing is lost. */
export function useLossText(id: string, lease: Lease): string {
  const { t } = useTranslation();
  const [explained, setExplained] = useState<{ lease: Lease; text: string } | null>(null);
  useEffect(() => {
    if (lease.phase === 'lost') void explainLoss(id, lease, t).then((text) => setExplained({ lease, text }));
  }, [id, lease, t]);
  if (lease.phase !== 'lost') return '';
  return explained?.lease === lease ? explained.text : lossText(lease, t);
}
