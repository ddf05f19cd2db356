import { type RefObject, useLayoutEffect, useRef } from 'react';
import { isolated } from './roving';

/**
 * Of all cards one is in the tab order; the arrow keys go on from there. Kept in the DOM alone, so that going from card to card renders
 * nothing. If the card that has the focus goes, or comes back elsewhere, the focus follows it.
 */
export function useRoving(root: RefObject<HTMLElement | null>) {
  const last = useRef<{ id: string; element: HTMLElement } | null>(null);

  useLayoutEffect(() => {
    const grid = root.current;
    if (!grid) return;
    const repair = () => {
      const lost = last.current;
      if (lost && !lost.element.isConnected) {
        const again = grid.querySelector<HTMLElement>(`[data-appointment="${CSS.escape(lost.id)}"]`);
        last.current = again ? { id: lost.id, element: again } : null;
        if (document.activeElement === document.body || document.activeElement === null) (again ?? grid).focus({ preventScroll: again === null });
      }
      isolated(grid, last.current?.element);
    };
    repair();
    // Cards come and go without the grid's own rendering.
    const observer = new MutationObserver(repair);
    observer.observe(grid, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [root]);

  return {
    onFocus(card: HTMLElement) {
      last.current = { id: card.dataset['appointment'] ?? '', element: card };
      if (root.current) isolated(root.current, card);
    },
    onBlur(next: EventTarget | null) {
      // To somewhere else on purpose; a card that is taken away leaves without a next one.
      if (next !== null) last.current = null;
    },
  };
}
