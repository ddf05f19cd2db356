import { useMemo } from 'react';
import { type Placement, usePlacements } from '@/live/appointments';
import { addDays, dayStart } from './layout/geometry';
import { type Segment, byReading, segmentsKnown } from './layout/segments';

export interface Placed {
  /** What of the filter's choice falls into the days, a part per day. */
  byDay: ReadonlyMap<string, readonly Segment[]>;
  placements: ReadonlyMap<string, Placement>;
}

export function useSegments(days: readonly string[], shows: (doctorName: string | null) => boolean): Placed {
  const placements = usePlacements();
  return useMemo(() => segmentsOn(days, placements, shows), [days, placements, shows]);
}

function segmentsOn(days: readonly string[], placements: readonly Placement[], shows: (doctorName: string | null) => boolean): Placed {
  const byDay = new Map<string, Segment[]>(days.map((day) => [day, []]));
  const inside = new Map<string, Placement>();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return { byDay, placements: inside };
  const [from, to] = [dayStart(first), dayStart(addDays(last, 1))];
  for (const placement of placements) {
    if (placement.start >= to || placement.end <= from || !shows(placement.doctorName)) continue;
    inside.set(placement.id, placement);
    for (const segment of segmentsKnown(placement)) byDay.get(segment.date)?.push(segment);
  }
  for (const segments of byDay.values()) segments.sort(byReading);
  return { byDay, placements: inside };
}
