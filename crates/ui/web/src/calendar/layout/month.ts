import type { Segment } from './segments';

export interface Cell {
  shown: readonly Segment[];
  more: number;
}

/** What a month's cell shows if it has room for that many rows; the last row tells how many more there are. */
export function cellOf(segments: readonly Segment[], room: number): Cell {
  if (segments.length <= room) return { shown: segments, more: 0 };
  const shown = segments.slice(0, Math.max(0, room - 1));
  return { shown, more: segments.length - shown.length };
}

/** How many rows fit: at least the one that tells how many there are. */
export function roomOf(height: number, header: number, row: number): number {
  return Math.max(1, Math.floor((height - header) / row));
}
