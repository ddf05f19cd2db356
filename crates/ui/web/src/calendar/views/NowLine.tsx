import { useNow } from '@/live/clock';
import { MINUTES_A_DAY, round, wallMinutes } from '../layout/geometry';

/** Where the day stands. Decoration: the time itself is no news to anybody. */
export function NowLine({ dot }: { dot: boolean }) {
  const minutes = wallMinutes(useNow(20_000));
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 z-10 h-0.5 -translate-y-1/2 bg-danger" style={{ top: `${round((minutes / MINUTES_A_DAY) * 100)}%` }}>
      {dot && <span className="absolute -start-1 -top-[3px] size-2 rounded-full bg-danger" />}
    </div>
  );
}
