/** Short messages at the edge of the screen. The library comes with the first one. */
import { announce } from './announce';
import { loadToaster } from './toaster-host';

export interface ToastOptions {
  /** A second toast with the same id takes the place of the first. */
  id?: string;
  kind?: 'info' | 'success' | 'error';
  action?: { label: string; onClick: () => void };
  /** In milliseconds; with an action 10 s, else 5 s. */
  duration?: number;
}

let count = 0;

export function toast(text: string, { id = `toast-${++count}`, kind = 'info', action, duration = action ? 10_000 : 5_000 }: ToastOptions = {}): string {
  const shown = loadToaster().then(({ toast: show }) => {
    const options = { id, duration, action: action && { label: action.label, onClick: () => action.onClick() } };
    if (kind === 'error') show.error(text, options);
    else if (kind === 'success') show.success(text, options);
    else show(text, options);
  });
  shown.catch(() => announce(text));
  return id;
}

/** Takes one away, or all. */
export function dismissToast(id?: string): void {
  loadToaster().then(
    ({ toast: shown }) => shown.dismiss(id),
    () => undefined,
  );
}
