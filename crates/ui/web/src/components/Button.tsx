import clsx from 'clsx';
import type { ComponentProps } from 'react';

export type Kind = 'primary' | 'accent' | 'plain' | 'quiet' | 'danger';

const kinds: Record<Kind, string> = {
  primary: 'bg-event text-on-event hover:opacity-85',
  accent: 'bg-accent text-on-accent hover:opacity-90',
  plain: 'border border-line bg-surface text-ink hover:bg-muted',
  quiet: 'text-ink hover:bg-muted',
  danger: 'bg-danger text-on-danger hover:opacity-90',
};

interface Props extends ComponentProps<'button'> {
  kind?: Kind;
  small?: boolean;
  /** What it does is under way: it shows so, and cannot be pressed again. */
  busy?: boolean;
}

export function Button({ kind = 'plain', small = false, busy = false, className, type = 'button', onClick, children, ...rest }: Props) {
  return (
    <button
      type={type}
      className={clsx(
        'inline-flex items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
        small ? 'h-8 px-2.5 text-[0.8125rem]' : 'h-9 px-3.5',
        kinds[kind],
        className,
      )}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy && <span aria-hidden className="size-3.5 animate-spin rounded-full border-2 border-current border-e-transparent" />}
      {children}
    </button>
  );
}
