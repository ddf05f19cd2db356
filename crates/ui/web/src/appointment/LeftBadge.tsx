import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Lock } from '@/api/types';
import { Badge } from '@/components/Badge';
import { remaining } from '@/lib/time';
import { useNow } from '@/live/clock';
import { clientId } from '@/session/session';

/** The clocks agree no better; without it a fresh lock of five minutes would show 5:01. */
const HALF_A_SECOND = 500;

/** How long this tab still holds what it edits. */
export function LeftBadge({ lock }: { lock: Lock | null | undefined }) {
  return lock && lock.clientId === clientId() ? <Left until={Date.parse(lock.expiresAt)} /> : null;
}

function Left({ until }: { until: number }) {
  const { t } = useTranslation();
  const at = useNow(1000);
  const left = remaining(until - HALF_A_SECOND, at);
  return (
    <span title={t('appointment.lock.mineHint')}>
      <Badge kind="accent">
        <LockKeyhole aria-hidden size={12} />
        <span className="sr-only">{t('appointment.lock.mine')}, </span>
        <span className="tabular-nums">{t('appointment.lock.left', { time: left })}</span>
      </Badge>
    </span>
  );
}
