const WITHIN = 400;
const NEAR = 8;

/**
 * The second press of a double click, wherever it lands: the first one has opened the details at once, which may cover the card by now, and
 * a press outside of them would close them again.
 */
export function onSecondPress(first: { x: number; y: number }, act: () => void): void {
  const over = new AbortController();
  const near = (event: MouseEvent) => Math.hypot(event.clientX - first.x, event.clientY - first.y) <= NEAR;
  const pressed = (event: PointerEvent) => {
    over.abort();
    if (event.button !== 0 || !near(event)) return;
    event.stopPropagation();
    swallowClick();
    act();
  };
  addEventListener('pointerdown', pressed, { capture: true, signal: over.signal });
  setTimeout(() => over.abort(), WITHIN);
}

function swallowClick(): void {
  const over = new AbortController();
  addEventListener('click', (event) => event.stopPropagation(), { capture: true, once: true, signal: over.signal });
  setTimeout(() => over.abort(), WITHIN);
}
