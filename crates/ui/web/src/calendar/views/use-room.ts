import { type RefObject, useLayoutEffect, useState } from 'react';
import { roomOf } from '../layout/month';

const HEADER_REM = 1.75;
const ROW_REM = 1.625;
/** Cells narrower than that have room for a number only. */
const NARROWEST_REM = 5;

/** How many rows a cell has room for, none where it is too narrow for any: one observer for the whole month, as all its rows are equally high. */
export function useRoom(grid: RefObject<HTMLElement | null>, weeks: number): number {
  const [room, setRoom] = useState(3);
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const tooNarrow = element.clientWidth > 0 && element.clientWidth / 7 < NARROWEST_REM * rem;
      setRoom(tooNarrow ? 0 : roomOf(element.clientHeight / weeks, HEADER_REM * rem, ROW_REM * rem));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [grid, weeks]);
  return room;
}
