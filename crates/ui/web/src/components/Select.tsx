import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { control } from './Input';

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={clsx(control, 'h-9', className)} {...rest} />;
}
