import { WifiOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '@/lib/announce';
import { formatTime } from '@/lib/time';
import { useConnection } from '@/live/connection';

/** Says what it means that there is no connection, as long as there is none. */
export function OfflineBar() {
  const { t } = useTranslation();
  const { state, since } = useConnection();
  const wasOffline = useRef(false);
  useEffect(() => {
    if (state === 'online' && wasOffline.current) announce(t('app.back'));
    wasOffline.current = state === 'offline';
  }, [state, t]);
  if (state !== 'offline') return null;
  return (
    <div role="alert" className="flex items-center gap-2 bg-warn-soft px-3 py-2 text-warn sm:px-5 print:hidden">
      <WifiOff aria-hidden size={16} className="shrink-0" />
      <p>{t('app.offlineHint', { time: formatTime(since) })}</p>
    </div>
  );
}
