import { useEffect, useRef, useState } from 'react';
import { type Shortcut, shortcutOf } from './shortcuts';
import { local } from '@/lib/storage';

const KEY = 'calendar-letters';
const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const ON_TOP = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** Keys for the calendar, where no field and no dialog has them. Answers whether single letters count, and how to change that. */
export function useShortcuts(run: (shortcut: Shortcut) => void): [boolean, (on: boolean) => void] {
  const [lettersOn, setLettersOn] = useState(() => local.get(KEY) !== 'off');
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (event.target instanceof Element && event.target.closest(FIELDS)) return;
      if (document.querySelector(ON_TOP)) return;
      const shortcut = shortcutOf(event, lettersOn);
      if (!shortcut) return;
      event.preventDefault();
      latest.current(shortcut);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [lettersOn]);
  const set = (on: boolean) => {
    local.set(KEY, on ? 'on' : 'off');
    setLettersOn(on);
  };
  return [lettersOn, set];
}
