import type { View } from './layout/ranges';

export type Shortcut = { do: 'back' | 'next' | 'today' | 'create' | 'search' | 'help' | 'print' } | { do: 'view'; view: View };

interface Key {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

const letters: Record<string, Shortcut> = {
  t: { do: 'today' },
  c: { do: 'create' },
  n: { do: 'create' },
  m: { do: 'view', view: 'month' },
  w: { do: 'view', view: 'week' },
  d: { do: 'view', view: 'day' },
  a: { do: 'view', view: 'agenda' },
  '/': { do: 'search' },
};

/** `lettersOn`: single letters can be switched off, as who speaks to the device may press them by accident. */
export function shortcutOf({ key, altKey, ctrlKey, metaKey }: Key, lettersOn: boolean): Shortcut | undefined {
  // What the browser would print is a screen; what people want is the day.
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'p') return { do: 'print' };
  if (altKey || ctrlKey || metaKey) return undefined;
  if (key === 'PageUp') return { do: 'back' };
  if (key === 'PageDown') return { do: 'next' };
  if (key === '?') return { do: 'help' };
  return lettersOn ? letters[key.toLowerCase()] : undefined;
}
