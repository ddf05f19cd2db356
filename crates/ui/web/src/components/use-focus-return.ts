import { useRef } from 'react';

interface FocusHandlers {
  onOpenAutoFocus: (event: Event) => void;
  onCloseAutoFocus: (event: Event) => void;
}

/** Our dialogs open without a trigger of their own, so where the focus came from has to be remembered for them. */
export function useFocusReturn(onOpen?: (event: Event) => void): FocusHandlers {
  const from = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event) => {
      from.current = document.activeElement;
      onOpen?.(event);
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (from.current instanceof HTMLElement) from.current.focus({ preventScroll: true });
    },
  };
}

/** Into the first field there is, else on the dialog itself: no button is pressed by a key that was meant for something else. */
export function focusInside(event: Event): void {
  event.preventDefault();
  const content = event.currentTarget as HTMLElement;
  (content.querySelector<HTMLElement>('input, textarea, select') ?? content).focus({ preventScroll: true });
}
