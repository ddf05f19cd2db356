import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const kinds = {
  plain: 'border-line bg-muted text-ink',
  accent: 'border-accent/40 bg-accent-soft text-ink',
  warn: 'border-warn/40 bg-warn-soft text-ink',
  danger: 'border-danger/40 bg-danger-soft text-ink',
};

const marks = { plain: 'text-soft', accent: 'text-accent', warn: 'text-warn', danger: 'text-danger' };

interface Props {
  kind?: keyof typeof kinds;
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  /** Told at once to those who hear the screen. */
  alert?: boolean;
  /** Stays in sight while the panel scrolls. */
  sticky?: boolean;
}

export function Notice({ kind = 'plain', icon: Icon, title, children, actions, alert = false, sticky = false }: Props) {
  return (
    <section role={alert ? 'alert' : undefined} className={clsx('rounded-lg border px-3.5 py-3', kinds[kind], sticky && 'sticky top-0 z-10 shadow-sm')}>
      <div className="flex items-start gap-2.5">
        <Icon aria-hidden size={18} className={clsx('mt-px shrink-0', marks[kind])} />
        <div className="min-w-0 grow">
          <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
          {children && <div className="mt-0.5 text-[0.8125rem] [overflow-wrap:anywhere]">{children}</div>}
          {actions && <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>}
        </div>
      </div>
    </section>
  );
}
