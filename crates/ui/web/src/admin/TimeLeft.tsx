import { clsx } from 'clsx';
import { remaining } from '@/lib/time';

const SOON = 60_000;

export function TimeLeft({ until, now }: { until: number; now: number }) {
  const soon = until - now <= SOON;
  return <span className={clsx('tabular-nums', soon ? 'font-medium text-warn' : 'text-ink')}>{remaining(until, now)}</span>;
}
