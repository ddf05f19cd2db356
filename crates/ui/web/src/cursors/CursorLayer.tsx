import { type RefObject, useEffect, useRef } from 'react';
import { useUser } from '@/session/session';
import { CursorsOnGrid } from './cursors-on-grid';
import { OwnCursor } from './own-cursor';
import { useCursorsOn } from './settings';

interface Live {
  root: HTMLElement;
  dispose(): void;
}

function start(root: HTMLElement, me: string): Live {
  const others = new CursorsOnGrid(root, me);
  const own = new OwnCursor(root);
  return {
    root,
    dispose: () => {
      others.dispose();
      own.dispose();
    },
  };
}

/** The others' mouse cursors within the grid, and one's own for them. React only switches it on and off. */
export function CursorLayer({ gridRef }: { gridRef: RefObject<HTMLElement | null> }) {
  const [on] = useCursorsOn();
  const me = useUser().id;
  const live = useRef<Live | null>(null);

  // With another view the grid is another element.
  useEffect(() => {
    const root = on ? gridRef.current : null;
    if (live.current?.root === root) return;
    live.current?.dispose();
    live.current = root && start(root, me);
  });

  useEffect(
    () => () => {
      live.current?.dispose();
      live.current = null;
    },
    [me],
  );

  return null;
}
