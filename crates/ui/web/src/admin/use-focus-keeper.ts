import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

/**
 * Keeps the focus within a page: after a dialog, or a chain of them, it goes back to what opened it; when the row that
 * had it is gone, to the title.
 */
export function useFocusKeeper(title: RefObject<HTMLElement | null>) {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!last.current || document.activeElement !== document.body) return;
    (last.current.isConnected ? last.current : title.current)?.focus();
  });
  return {
    onFocus: ({ currentTarget, target }: FocusEvent<HTMLElement>) => {
      // What is focused in a dialog comes by here, too, but isn't of the page.
      if (currentTarget.contains(target)) last.current = target;
    },
    onBlur: ({ currentTarget, target, relatedTarget }: FocusEvent<HTMLElement>) => {
      // Clicked beside everything: there is nothing to bring back.
      if (!relatedTarget && currentTarget.contains(target) && target.isConnected) last.current = null;
    },
  };
}
