import { type RefObject, useEffect } from 'react';

/** Scrolls the card of the appointment that was opened into sight, from a search or a link; one that is in sight stays where it is. */
export function useReveal(grid: RefObject<HTMLElement | null>, id: string | null, loaded: boolean): void {
  useEffect(() => {
    if (!id || !loaded) return;
    const card = grid.current?.querySelector<HTMLElement>(`[data-appointment="${CSS.escape(id)}"]`);
    const scroller = grid.current?.closest('[role="region"]');
    if (!card || !scroller) return;
    const [inner, outer] = [card.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) card.scrollIntoView({ block: 'center', inline: 'nearest' });
  }, [grid, id, loaded]);
}
