/** What a key on a card asks for. */
export type KeyCommand =
  | { do: 'edit' | 'dialog' | 'save' | 'take-back' }
  | { do: 'shift' | 'stretch'; steps: 1 | -1 }
  | { do: 'sideways'; by: 1 | -1 };

export type Direction = 'ltr' | 'rtl';

interface Key {
  key: string;
  altKey: boolean;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** `typing`: a move of this card has been typed and is not saved yet. */
export function commandOf(event: Key, typing: boolean, direction: Direction): KeyCommand | null {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey) return arrow(event, direction);
  switch (event.key) {
    case 'e':
    case 'E':
      return { do: 'edit' };
    case 'm':
    case 'M':
      return { do: 'dialog' };
    case 'Enter':
      return typing ? { do: 'save' } : null;
    case 'Escape':
      return typing ? { do: 'take-back' } : null;
    default:
      return null;
  }
}

function arrow({ key, shiftKey }: Key, direction: Direction): KeyCommand | null {
  const onward = direction === 'ltr' ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case 'ArrowUp':
      return { do: shiftKey ? 'stretch' : 'shift', steps: -1 };
    case 'ArrowDown':
      return { do: shiftKey ? 'stretch' : 'shift', steps: 1 };
    case 'ArrowLeft':
    case 'ArrowRight':
      return shiftKey ? null : { do: 'sideways', by: key === onward ? 1 : -1 };
    default:
      return null;
  }
}
