import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Lock } from '@/api/types';
import { Avatar } from '@/components/Avatar';
import { formatTime, remaining } from '@/lib/time';
import { useNow } from '@/live/clock';
import { clientId, useUser } from '@/session/session';
import { showLength } from './show-length';

/** Who holds an appointment, since when, for how long by now, and until when. */
export function Holder({ lock }: { lock: Lock | null }) {
  const { t } = useTranslation();
  if (!lock) {
    return (
      <p className="flex items-center gap-2 text-soft">
        <LockKeyholeOpen aria-hidden size={16} />
        {t('appointment.lock.free')}
      </p>
    );
  }
  return <Held lock={lock} />;
}

function Held({ lock }: { lock: Lock }) {
  const { t } = useTranslation();
  const at = useNow(1000);
  const me = useUser().id;
  const since = Date.parse(lock.createdAt);
  const name = lock.user?.name ?? t('appointment.lock.somebody');
  const isHere = lock.clientId === null || lock.clientId === clientId();
  const text = lock.userId !== me ? t('appointment.lock.heldBy', { name }) : t(isHere ? 'appointment.lock.heldByMe' : 'appointment.lock.heldByMeElsewhere');
  return (
    <div className="flex items-center gap-3 rounded-lg border border-line bg-muted px-3.5 py-3">
      <Avatar id={lock.userId} name={name} />
      <div className="min-w-0 grow">
        <p className="flex items-center gap-1.5 font-medium [overflow-wrap:anywhere]">
          <LockKeyhole aria-hidden size={15} className="shrink-0" />
          {text}
        </p>
        <p className="text-[0.8125rem] text-soft">
          {t('appointment.lock.since', { time: formatTime(since), length: showLength(at - since) })}
          {' · '}
          <span className="tabular-nums">{t('appointment.lock.left', { time: remaining(Date.parse(lock.expiresAt), at) })}</span>
        </p>
      </div>
    </div>
  );
}
