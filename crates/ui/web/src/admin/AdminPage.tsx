import { type ReactNode, useRef } from 'react';
import { useFocusKeeper } from './use-focus-keeper';

interface Props {
  title: string;
  lead: string;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of the administrators' pages. */
export function AdminPage({ title, lead, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const focus = useFocusKeeper(heading);
  return (
    <div {...focus} className="mx-auto w-full max-w-6xl px-4 py-8 sm:px-6">
      <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="max-w-2xl">
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold tracking-tight outline-none">
            {title}
          </h1>
          <p className="mt-1 text-soft">{lead}</p>
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}
