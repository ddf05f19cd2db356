/** Where a mouse points to on the calendar: a share of a day's column. The same place on any screen, in any view. */
import type { Position } from '@/live/frames';

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What a column or cell is of. `doctor` undefined: it says nothing about doctors; null: the column of those without. */
export interface Labelled {
  date: string;
  doctor: string | null | undefined;
}

/** What the protocol has room for, in characters. */
const LONGEST = 64;

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}

/** Shares from the start of the line and from the top; in right-to-left, the start is at the right. */
export function positionIn(box: Box, x: number, y: number, rtl: boolean): Position {
  const across = share(x - box.left, box.width);
  return { x: rtl ? 1 - across : across, y: share(y - box.top, box.height) };
}

export function pointIn(box: Box, { x, y }: Position, rtl: boolean): { x: number; y: number } {
  return { x: box.left + (rtl ? 1 - x : x) * box.width, y: box.top + y * box.height };
}

/** How a place is called on the wire: "2026-12-01", or "2026-12-01|Dr. X" in a doctor's column. */
export function viewOf({ date, doctor }: Labelled): string {
  const name = doctor === undefined ? date : `${date}|${doctor ?? ''}`;
  return [...name].slice(0, LONGEST).join('');
}

/** The columns a view means: the very one, or else all of the day, which are then taken as one. */
export function columnsFor<Column extends Labelled>(view: string, columns: readonly Column[]): Column[] {
  const exact = columns.filter((column) => viewOf(column) === view);
  if (exact.length > 0) return exact;
  const [date] = view.split('|');
  return columns.filter((column) => column.date === date);
}

/** The box around them all. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return { left, top, width: right - left, height: bottom - top };
}
