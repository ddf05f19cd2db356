import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment, Lock } from '@/api/types';
import { Button } from '@/components/Button';
import { useOnline } from '@/live/connection';
import { useUser } from '@/session/session';
import { addAsked, isAsked } from './asked';
import { pendingOn, type Kind } from './asks';
import { ForceReleaseDialog } from './ForceReleaseDialog';
import { PendingCard } from './PendingCard';
import { useAsking } from './use-asking';
import { WatchToggle } from './WatchToggle';

const KINDS = ['control', 'release'] as const;
const LABELS = { control: 'requests.requestControl', release: 'requests.askRelease' } as const;

/** What one can do about a lock that another person holds. */
export function RequestActions({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const me = useUser();
  const lock = appointment.appointmentLock;
  if (!lock || lock.userId === me.id) return null;
  return (
    <section aria-label={t('requests.actions')} className="flex flex-col gap-3">
      {me.isAdmin && <AdminActions appointment={appointment} lock={lock} me={me.id} />}
      <WatchToggle id={appointment.id} title={appointment.title} />
    </section>
  );
}

function AdminActions({ appointment, lock, me }: { appointment: Appointment; lock: Lock; me: string }) {
  const { t } = useTranslation();
  const online = useOnline();
  const hint = useId();
  const [forcing, setForcing] = useState<Lock | null>(null);
  const { busy, failure, ask, withdraw } = useAsking(appointment, lock);
  const holder = lock.user?.name ?? t('requests.someone');
  const pending = KINDS.map((kind) => ({ kind, on: pendingOn(lock, kind) }));
  const off = busy || !online;
  useRediscovered(appointment, lock, me, holder);

  return (
    <>
      {pending.map(({ kind, on }) => {
        if (!on) return null;
        const isMine = on.byId === me;
        const name = isMine ? holder : (on.by?.name ?? t('requests.someone'));
        return <PendingCard key={kind} kind={kind} name={name} respondBy={on.respondBy} busy={off} onWithdraw={isMine ? () => void (off || withdraw(kind)) : undefined} />;
      })}
      <div className="flex flex-wrap gap-2">
        {pending.map(
          ({ kind, on }) =>
            !on && (
              <Button key={kind} aria-disabled={off} aria-describedby={online ? undefined : hint} onClick={() => void (off || ask(kind))}>
                {t(LABELS[kind])}
              </Button>
            ),
        )}
        <Button aria-disabled={!online} aria-describedby={online ? undefined : hint} onClick={() => setForcing(online ? lock : null)}>
          {t('requests.force')}
        </Button>
      </div>
      {!online && (
        <p id={hint} className="text-[0.8125rem] text-soft">
          {t('requests.offline')}
        </p>
      )}
      {failure && (
        <p role="alert" className="text-[0.8125rem] font-medium text-danger">
          {failure}
        </p>
      )}
      {forcing && <ForceReleaseDialog onClose={() => setForcing(null)} appointment={appointment} lock={forcing} />}
    </>
  );
}

/** A request of one's own that this tab does not know of, as it was made in another one: its outcome is told here as well. */
function useRediscovered({ id, title }: Appointment, lock: Lock, me: string, holder: string): void {
  useEffect(() => {
    const isUnknown = (kind: Kind) => pendingOn(lock, kind)?.byId === me && !isAsked(id, kind);
    // One that is just being made here becomes known with its answer.
    const timer = setTimeout(() => KINDS.filter(isUnknown).forEach((kind) => addAsked({ id, kind, title, holder, here: false })), 3000);
    return () => clearTimeout(timer);
  }, [id, title, lock, me, holder]);
}
