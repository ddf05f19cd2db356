const SHAKE = [0, -5, 5, -4, 4, -2, 2, 0].map((x) => ({ transform: `translateX(${x}px)` }));

/** "No", without words; the words stand in a toast. */
export function shake(element: HTMLElement): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  element.animate(SHAKE, { duration: 320, easing: 'ease-out' });
}
