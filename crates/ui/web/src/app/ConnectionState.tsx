import clsx from 'clsx';
import { Wifi, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '@/live/connection';

/** A mark of how the connection is; in words for those who hear it, and on hovering. */
export function ConnectionState() {
  const { t } = useTranslation();
  const { state } = useConnection();
  const Icon = state === 'offline' ? WifiOff : Wifi;
  return (
    <span
      role="status"
      data-connection={state}
      title={state === 'online' ? t('app.onlineHint') : undefined}
      className={clsx('flex items-center gap-1.5 text-xs', state === 'offline' ? 'font-medium text-danger' : 'text-soft')}
    >
      <Icon aria-hidden size={14} />
      <span className="max-sm:sr-only">{t(`app.${state}`)}</span>
    </span>
  );
}
