import { type RefObject, useEffect, useRef } from 'react';
import { GridGestures } from './grid-gestures';

/**
 * Select, move and resize with mouse, pen or finger on the columns and cells within `ref`. `days` are the dates on show:
 * with others, previews are drawn anew.
 */
export function useGridGestures(ref: RefObject<HTMLElement | null>, { days }: { days: readonly string[] }): void {
  const gestures = useRef<GridGestures | null>(null);
  const shown = days.join(' ');

  useEffect(() => {
    const root = ref.current;
    if (gestures.current?.root === root) return;
    gestures.current?.dispose();
    gestures.current = root && new GridGestures(root);
  });

  useEffect(() => gestures.current?.redraw(), [shown]);

  useEffect(
    () => () => {
      gestures.current?.dispose();
      gestures.current = null;
    },
    [],
  );
}
