import type { TFunction } from 'i18next';
import type { Lease } from './lease-state';

/** How the lock was lost, in words. */
export function lossText({ reason, by }: Extract<Lease, { phase: 'lost' }>, t: TFunction): string {
  return t(`appointment.lost.${reason}`, { name: by?.name ?? t('appointment.lock.somebody') });
}
