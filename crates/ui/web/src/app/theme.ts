/** Light, dark, or as the device has it. */
import { useSyncExternalStore } from 'react';
import { local } from '@/lib/storage';

export type Choice = 'system' | 'light' | 'dark';
type Theme = 'light' | 'dark';

const KEY = 'theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function themeChoice(): Choice {
  const stored = local.get(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function current(): Theme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return dark.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset['theme'] = current();
  for (const listener of listeners) listener();
}

export function chooseTheme(choice: Choice): void {
  local.set(KEY, choice);
  apply();
}

export function startTheme(): void {
  apply();
  dark.addEventListener('change', apply);
  addEventListener('storage', ({ key }) => key === KEY && apply());
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
