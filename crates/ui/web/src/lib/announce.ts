/** Tells what happened to people who hear the screen. */
const regions = new Map<'polite' | 'assertive', HTMLElement>();

function region(politeness: 'polite' | 'assertive'): HTMLElement {
  let element = regions.get(politeness);
  if (!element?.isConnected) {
    element = document.createElement('div');
    element.className = 'sr-only';
    element.setAttribute('role', politeness === 'assertive' ? 'alert' : 'status');
    element.setAttribute('aria-live', politeness);
    document.body.append(element);
    regions.set(politeness, element);
  }
  return element;
}

/** The same text again is told again. */
export function announce(text: string, { assertive = false } = {}): void {
  const element = region(assertive ? 'assertive' : 'polite');
  element.textContent = element.textContent === text ? `${text}\u00a0` : text;
}
