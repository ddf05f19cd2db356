import clsx from 'clsx';
import type { ComponentProps } from 'react';

export const control =
  'w-full min-w-0 rounded-md border border-control bg-surface px-3 text-ink placeholder:text-soft disabled:bg-muted disabled:text-soft aria-invalid:border-danger';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={clsx(control, 'h-9', className)} {...rest} />;
}
