import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { openAppointment } from '@/app/navigation';
import { onGone } from '@/live/appointments';
import { announce } from '@/lib/announce';
import { toast } from '@/lib/toast';
import { useUser } from '@/session/session';
import { useFresh } from './use-fresh';
import { stopWatch, type Watch } from './watches';

const REFRESH = 15_000;

/** Waits until nobody holds an appointment, and says so. It takes nothing: who is told decides. */
export function WatchedLock({ watch: { id, title } }: { watch: Watch }) {
  const { t } = useTranslation();
  const me = useUser().id;
  const appointment = useFresh(id, REFRESH);
  const holder = appointment && (appointment.appointmentLock?.userId ?? null);
  const name = appointment?.title ?? title;

  useEffect(() => {
    // Not known yet, or still somebody's.
    if (holder === undefined || (holder !== null && holder !== me)) return;
    stopWatch(id);
    if (holder === me) return;
    const text = t('requests.free.now', { title: name });
    announce(text);
    toast(text, { id: `free:${id}`, kind: 'success', duration: 60_000, action: { label: t('requests.free.open'), onClick: () => openAppointment(id) } });
  }, [holder, me, id, name, t]);

  useEffect(
    () =>
      onGone(id, () => {
        stopWatch(id);
        toast(t('requests.free.cancelled', { title }), { id: `free:${id}` });
      }),
    [id, title, t],
  );

  return null;
}
