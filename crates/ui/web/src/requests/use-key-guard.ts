import { useEffect } from 'react';

const GUARDED = new Set(['Enter', ' ', 'Escape']);
const SPELL = 1000;

/** Who is typing when a question comes up does not answer it: for a second these keys do nothing. */
export function useKeyGuard(question: string): void {
  useEffect(() => {
    const swallow = (event: KeyboardEvent) => {
      if (!GUARDED.has(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const events = ['keydown', 'keypress', 'keyup'] as const;
    const stop = () => events.forEach((name) => removeEventListener(name, swallow, true));
    events.forEach((name) => addEventListener(name, swallow, true));
    const timer = setTimeout(stop, SPELL);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [question]);
}
