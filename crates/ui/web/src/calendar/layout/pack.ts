import { round } from './geometry';
import { type Segment, byReading } from './segments';

/** A segment with its place across the column, in shares of the column's width from its start edge. */
export interface Packed extends Segment {
  inset: number;
  width: number;
}

interface Laned {
  segment: Segment;
  lane: number;
  span: number;
}

/** Packs the segments of one column into lanes: those that overlap stand side by side, each as wide as its neighbours leave it. */
export function pack(segments: readonly Segment[]): Packed[] {
  const packed: Packed[] = [];
  for (const cluster of clusters([...segments].sort(byReading))) {
    const laned = lanes(cluster);
    const count = laned.reduce((most, item) => Math.max(most, item.lane + 1), 0);
    widen(laned, count);
    for (const { segment, lane, span } of laned) {
      packed.push({ ...segment, inset: round(lane / count), width: round(span / count) });
    }
  }
  return packed;
}

/** Runs of segments that hang together by overlaps; between two runs nothing is under way. */
function clusters(sorted: readonly Segment[]): Segment[][] {
  const found: Segment[][] = [];
  let end = -Infinity;
  for (const segment of sorted) {
    if (segment.start >= end) found.push([]);
    found.at(-1)?.push(segment);
    end = Math.max(end, segment.end);
  }
  return found;
}

function lanes(cluster: readonly Segment[]): Laned[] {
  const ends: number[] = [];
  return cluster.map((segment) => {
    const free = ends.findIndex((end) => end <= segment.start);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = segment.end;
    return { segment, lane, span: 1 };
  });
}

function widen(laned: readonly Laned[], count: number): void {
  for (const item of laned) {
    while (item.lane + item.span < count && !laned.some((other) => other.lane === item.lane + item.span && overlap(item.segment, other.segment))) {
      item.span += 1;
    }
  }
}

function overlap(a: Segment, b: Segment): boolean {
  return a.start < b.end && b.start < a.end;
}
