import clsx from 'clsx';
import { type ComponentProps, type MouseEvent } from 'react';
import { Button } from '@/components/Button';

interface Props extends ComponentProps<typeof Button> {
  /** What it started is under way. */
  busy?: boolean;
  /** Not now. */
  blocked?: boolean;
}

/** A button that keeps the focus while it does nothing: a disabled one would lose it. */
export function BusyButton({ busy = false, blocked = false, onClick, children, className, ...rest }: Props) {
  const off = busy || blocked;
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <Button aria-disabled={off || undefined} aria-busy={busy || undefined} onClick={click} className={clsx('relative', className)} {...rest}>
      <span className={clsx('inline-flex items-center gap-1.5', busy && 'opacity-40')}>{children}</span>
      {busy && (
        <span aria-hidden className="absolute inset-0 grid place-items-center">
          <span className="size-4 animate-spin rounded-full border-2 border-current border-t-transparent" />
        </span>
      )}
    </Button>
  );
}
