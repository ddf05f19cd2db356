import { useNow } from '@/live/clock';
import { remaining } from '@/lib/time';

/** What is left until an instant. It is not told aloud each second: whoever wants to know reads it. */
export function TimeLeft({ until, className }: { until: number; className?: string }) {
  const now = useNow(500);
  return (
    <span role="timer" aria-live="off" className={className}>
      {remaining(until, now)}
    </span>
  );
}
