import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { useNow } from '@/live/clock';
import { remaining } from '@/lib/time';
import type { Kind } from './asks';

interface Props {
  kind: Kind;
  /** Whom it concerns: the holder who is asked, or the other administrator who asks. */
  name: string;
  respondBy: number | null;
  /** Only of one's own. */
  onWithdraw?: () => void;
  busy: boolean;
}

/** A request that waits for the holder's answer. */
export function PendingCard({ kind, name, respondBy, onWithdraw, busy }: Props) {
  const { t } = useTranslation();
  const now = useNow(500);
  const settled = respondBy !== null && respondBy <= now;
  const time = respondBy === null ? '' : remaining(respondBy, now);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg bg-accent-soft px-4 py-3">
      <Hourglass aria-hidden size={18} className="shrink-0 text-accent" />
      <div className="min-w-40 grow">
        <p className="font-medium">{t(onWithdraw ? `requests.asked.${kind}` : `requests.askedBy.${kind}`, { name })}</p>
        <p className="text-[0.8125rem] text-soft tabular-nums">
          {respondBy === null ? t('requests.noDeadline') : settled ? t('requests.settling') : t(onWithdraw ? `requests.deadline.${kind}` : 'requests.deadlineOther', { time })}
        </p>
      </div>
      {onWithdraw && (
        <Button small aria-disabled={busy} onClick={onWithdraw}>
          {t('requests.withdraw')}
        </Button>
      )}
    </div>
  );
}
