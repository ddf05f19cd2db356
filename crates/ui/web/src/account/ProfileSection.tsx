import { type ReactNode, useId } from 'react';

/** A titled part of the profile: what it is at one side, what to fill in at the other. */
export function ProfileSection({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8 grid gap-x-10 gap-y-5 border-t border-line pt-8 md:grid-cols-[13rem_1fr]">
      <div>
        <h2 id={id} className="text-base font-semibold text-ink">
          {title}
        </h2>
        <p className="mt-1 text-sm text-soft">{lead}</p>
      </div>
      {children}
    </section>
  );
}
