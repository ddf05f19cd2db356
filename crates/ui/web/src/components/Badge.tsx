import clsx from 'clsx';
import type { ReactNode } from 'react';

const kinds = {
  neutral: 'bg-muted text-ink',
  held: 'bg-held text-on-held',
  accent: 'bg-accent text-on-accent',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
};

export function Badge({ kind = 'neutral', children }: { kind?: keyof typeof kinds; children: ReactNode }) {
  return <span className={clsx('inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap', kinds[kind])}>{children}</span>;
}
