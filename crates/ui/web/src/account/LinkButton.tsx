import type { ReactNode } from 'react';

/** Leads on within the page, inside a sentence. */
export function LinkButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="min-h-6 rounded-sm font-medium text-accent underline underline-offset-4 hover:no-underline">
      {children}
    </button>
  );
}
