import { useNow } from '@/live/clock';
import { remaining } from '@/lib/time';

/** Ticks by itself, so that a countdown renders nothing but its own digits. */
export function TimeLeft({ until }: { until: number }) {
  const now = useNow(1000);
  return (
    <span role="timer" className="shrink-0 tabular-nums">
      {remaining(until, now)}
    </span>
  );
}
