import { type CSSProperties, type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import type { Opening } from '../opening';
import { MINUTES_A_DAY } from '../layout/geometry';
import { Gutter } from './Gutter';
import { useGridEvents } from './use-grid-events';

interface Props {
  label: string;
  /** What stands above the gutter: the zone. */
  corner: ReactNode;
  headers: ReactNode;
  columns: number;
  /** The least width of a column, in rem. */
  narrowest: number;
  opening: Opening;
  gridRef: RefObject<HTMLDivElement | null>;
  children: ReactNode;
}

/** High enough for a card of a quarter of an hour to be read and hit. */
const HOUR_REM = 6;
const BODY_REM = 24 * HOUR_REM;

/** Where one has scrolled to stays while one goes from day to day. */
let scrolledTo: number | null = null;

/** Hours from top to bottom, columns side by side, headers and hours in sight wherever one scrolls to. */
export function TimeGrid({ label, corner, headers, columns, narrowest, opening, gridRef, children }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const events = useGridEvents(scroller);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    element.scrollTop = scrolledTo ?? Math.max(0, (opening.from / 60 - 0.25) * HOUR_REM * rem);
  }, [opening.from]);

  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      tabIndex={0}
      data-scroller=""
      onScroll={(event) => (scrolledTo = event.currentTarget.scrollTop)}
      className="min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-page [scrollbar-gutter:stable]"
      {...events}
    >
      <div ref={gridRef} className="relative grid" style={{ gridTemplateColumns: `4rem repeat(${columns}, minmax(${narrowest}rem, 1fr))`, gridTemplateRows: `auto ${BODY_REM}rem` }}>
        <div className="sticky start-0 top-0 z-40 flex items-end justify-center border-e border-b border-line bg-page pb-1 text-[11px] text-soft">{corner}</div>
        {headers}
        <Gutter />
        <div className="relative col-start-2 -col-end-1 grid grid-cols-subgrid" style={hours(opening)}>
          {children}
        </div>
      </div>
    </div>
  );
}

/** Lines at each hour and, fainter, each half; a shade where the clinic is closed. One background instead of many elements. */
function hours({ from, to }: Opening): CSSProperties {
  const share = (minutes: number) => `${(minutes / MINUTES_A_DAY) * 100}%`;
  const faint = 'color-mix(in srgb, var(--line) 55%, transparent)';
  const closed = 'color-mix(in srgb, var(--muted) 65%, transparent)';
  return {
    backgroundImage: [
      'linear-gradient(var(--line) 1px, transparent 1px)',
      `linear-gradient(${faint} 1px, transparent 1px)`,
      `linear-gradient(${closed} ${share(from)}, transparent ${share(from)}, transparent ${share(to)}, ${closed} ${share(to)})`,
    ].join(', '),
    backgroundSize: `100% ${HOUR_REM}rem, 100% ${HOUR_REM}rem, 100% 100%`,
    backgroundPosition: `0 0, 0 ${HOUR_REM / 2}rem, 0 0`,
  };
}
