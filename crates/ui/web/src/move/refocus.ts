/** A moved card is another element in another column; whoever moved it goes on from there. */
const FRAMES = 30;

export function cardSelector(id: string): string {
  return `[data-appointment="${CSS.escape(id)}"]`;
}

export function isFocused(id: string): boolean {
  return document.activeElement?.closest(cardSelector(id)) != null;
}

/** The grid takes the focus of a card that went away. */
function isGrid(element: Element): boolean {
  return element.querySelector('[data-column], [data-cell]') !== null;
}

/** Puts the focus onto the card, also if it is drawn only when the view has arrived; never takes it from anything else. */
export function refocus(id: string, frames = FRAMES): void {
  const active = document.activeElement;
  if (active && active !== document.body && !isFocused(id) && !isGrid(active)) return;
  const card = document.querySelector<HTMLElement>(cardSelector(id));
  if (card && !isFocused(id)) card.focus();
  if (frames > 0) requestAnimationFrame(() => refocus(id, frames - 1));
}
