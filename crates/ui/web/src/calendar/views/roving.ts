/** Which card the keys lead to: pure over the DOM as it stands, right-to-left included. */
export const CARDS = '[data-appointment]';
const AREAS = '[data-column], [data-cell]';

/** Puts one card into the tab order and the others out of it. */
export function isolated(grid: HTMLElement, card: HTMLElement | undefined): void {
  const cards = [...grid.querySelectorAll<HTMLElement>(CARDS)];
  const one = card && grid.contains(card) ? card : (cards.find((each) => each.tabIndex === 0) ?? cards[0]);
  for (const each of cards) {
    const tabIndex = each === one ? 0 : -1;
    if (each.tabIndex !== tabIndex) each.tabIndex = tabIndex;
  }
}

export function neighbour(grid: HTMLElement, card: HTMLElement, key: string): HTMLElement | undefined {
  const cards = [...grid.querySelectorAll<HTMLElement>(CARDS)];
  const at = cards.indexOf(card);
  switch (key) {
    case 'ArrowDown':
      return cards[at + 1];
    case 'ArrowUp':
      return cards[at - 1];
    case 'Home':
      return cards[0];
    case 'End':
      return cards.at(-1);
    case 'ArrowLeft':
    case 'ArrowRight':
      return beside(grid, card, (key === 'ArrowRight') === (getComputedStyle(grid).direction !== 'rtl') ? 1 : -1);
    default:
      return undefined;
  }
}

/** The card closest in height in the next column that has any. */
function beside(grid: HTMLElement, card: HTMLElement, direction: 1 | -1): HTMLElement | undefined {
  const areas = [...grid.querySelectorAll<HTMLElement>(AREAS)];
  const from = areas.findIndex((area) => area.contains(card));
  if (from === -1) return undefined;
  const { top } = card.getBoundingClientRect();
  for (let index = from + direction; index >= 0 && index < areas.length; index += direction) {
    const cards = [...(areas[index]?.querySelectorAll<HTMLElement>(CARDS) ?? [])];
    const distance = (each: HTMLElement) => Math.abs(each.getBoundingClientRect().top - top);
    if (cards.length > 0) return cards.reduce((best, each) => (distance(each) < distance(best) ? each : best));
  }
  return undefined;
}
