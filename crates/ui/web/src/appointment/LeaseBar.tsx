import { CloudOff, Clock, LockKeyhole, LockOpen, Tablet, Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { Button } from '@/components/Button';
import { announce } from '@/lib/announce';
import { remaining } from '@/lib/time';
import { now, useNow } from '@/live/clock';
import { RequestActions } from '@/requests/RequestActions';
import { useUser } from '@/session/session';
import type { LeaseHandle } from './lease';
import type { Lease } from './lease-state';
import { useCanSave } from './use-can-save';
import { Notice } from './Notice';
import { useLossText } from './loss-text';

interface Props {
  appointment: Appointment;
  lease: Lease;
  handle: LeaseHandle;
  dirty: boolean;
  stale: boolean;
  saving: boolean;
  /** The comparison is open; it has the buttons. */
  comparing: boolean;
  onSave: () => void;
  onCompare: () => void;
}

/** How it stands with the lock while one edits, and what can be done about it. */
export function LeaseBar(props: Props) {
  const { lease, handle, appointment } = props;
  const online = useCanSave();
  switch (lease.phase) {
    case 'held':
      if (!online) return <OfflineBar />;
      return lease.warning === 'none' ? null : <WarningBar until={lease.until} last={lease.warning === 'last'} onKeep={() => void handle.renew()} />;
    case 'acquiring':
      return <AcquiringBar until={lease.until} />;
    case 'elsewhere':
      return <ElsewhereBar onContinue={() => void handle.acquire(appointment, { move: true })} />;
    case 'idle':
      return null;
    default:
      return online ? <LostBar {...props} /> : <OfflineBar />;
  }
}

function OfflineBar() {
  const { t } = useTranslation();
  return <Notice kind="warn" icon={CloudOff} title={t('appointment.lock.offline')} alert sticky />;
}

function WarningBar({ until, last, onKeep }: { until: number; last: boolean; onKeep: () => void }) {
  const { t } = useTranslation();
  const at = useNow(1000);
  const spoken = t('appointment.lock.soonSpoken', { seconds: last ? 15 : 60 });
  // Once at 60 and once at 15 seconds; the countdown itself would be told each second.
  useEffect(() => announce(spoken, { assertive: true }), [spoken]);
  return (
    <Notice
      kind={last ? 'danger' : 'warn'}
      icon={Timer}
      sticky
      title={t('appointment.lock.soon', { time: remaining(until, at) })}
      actions={
        <Button kind="accent" onClick={onKeep}>
          {t('appointment.lock.keepEditing')}
        </Button>
      }
    >
      {t('appointment.lock.soonHint')}
    </Notice>
  );
}

export function AcquiringBar({ until }: { until: number | null }) {
  const { t } = useTranslation();
  return until === null ? <Notice icon={Clock} title={t('appointment.lock.acquiring')} /> : <LimitBar until={until} />;
}

function LimitBar({ until }: { until: number }) {
  const { t } = useTranslation();
  const at = useNow(500);
  const [first] = useState(() => t('appointment.lock.wait', { count: secondsTo(until, now()) }));
  useEffect(() => announce(first), [first]);
  return <Notice kind="warn" icon={Clock} title={t('appointment.lock.wait', { count: secondsTo(until, at) })} />;
}

const secondsTo = (until: number, at: number) => Math.max(1, Math.ceil((until - at) / 1000));

export function ElsewhereBar({ onContinue }: { onContinue: () => void }) {
  const { t } = useTranslation();
  return (
    <Notice
      kind="accent"
      icon={Tablet}
      title={t('appointment.lock.elsewhere')}
      alert
      actions={
        <Button kind="accent" onClick={onContinue}>
          {t('appointment.lock.continueHere')}
        </Button>
      }
    >
      {t('appointment.lock.elsewhereHint')}
    </Notice>
  );
}

function LostBar({ appointment, lease, handle, dirty, stale, saving, comparing, onSave, onCompare }: Props) {
  const { t } = useTranslation();
  const me = useUser().id;
  const lock = appointment.appointmentLock;
  const isFree = lock === null || lock.userId === me;
  const move = lock?.userId === me || (lease.phase === 'lost' && lease.reason === 'moved');
  const holder = t('appointment.lock.now', { name: lock?.user?.name ?? t('appointment.lock.somebody') });
  const loss = useLossText(appointment.id, lease);
  const title = lease.phase === 'lost' ? loss : lease.phase === 'failed' ? problemText(lease.problem, t) : holder;

  const again = () => {
    if (move) void handle.acquire(appointment, { move: true });
    else if (dirty) onSave();
    else void handle.acquire(appointment);
  };
  const label = stale && dirty ? 'compare' : move ? 'continueHere' : dirty ? 'againSave' : 'again';
  return (
    <Notice
      kind="warn"
      icon={isFree ? LockOpen : LockKeyhole}
      title={title}
      alert
      sticky
      actions={
        isFree &&
        !comparing && (
          <Button kind="accent" disabled={saving} onClick={stale && dirty ? onCompare : again}>
            {t(`appointment.lock.${label}`)}
          </Button>
        )
      }
    >
      <p>
        {dirty && t('appointment.lock.draftKept')} {isFree ? t(stale ? 'appointment.lock.changed' : 'appointment.lock.unchanged') : lease.phase !== 'locked' && holder}
      </p>
      {!isFree && (
        <div className="mt-2">
          <RequestActions appointment={appointment} />
        </div>
      )}
    </Notice>
  );
}
