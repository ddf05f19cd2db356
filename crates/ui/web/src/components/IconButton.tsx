import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  /** Its name, heard and shown on hovering. */
  label: string;
  icon: LucideIcon;
  small?: boolean;
}

export function IconButton({ label, icon: Icon, small = false, className, ...rest }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={clsx('inline-flex shrink-0 items-center justify-center rounded-md text-ink transition-colors hover:bg-muted disabled:opacity-50', small ? 'size-8' : 'size-9', className)}
      {...rest}
    >
      <Icon aria-hidden size={small ? 16 : 18} />
    </button>
  );
}
