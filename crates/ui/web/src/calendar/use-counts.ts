import { useMemo } from 'react';
import { usePlacements } from '@/live/appointments';

/** How many appointments of a span the filter shows, and how many it hides. */
export function useCounts(from: number, to: number, shows: (doctorName: string | null) => boolean): { shown: number; hidden: number } {
  const placements = usePlacements();
  return useMemo(() => {
    const inside = placements.filter(({ start, end }) => start < to && end > from);
    const shown = inside.filter(({ doctorName }) => shows(doctorName)).length;
    return { shown, hidden: inside.length - shown };
  }, [placements, from, to, shows]);
}
