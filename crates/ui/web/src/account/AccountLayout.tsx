import { CalendarCheck2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfig } from './use-config';

interface Props {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  /** Below the card. */
  foot?: ReactNode;
  /** It takes the place of a form that had the focus: its title is what comes next. */
  takesFocus?: boolean;
}

/** The pages in front of the calendar: one card, and whose calendar it is. */
export function AccountLayout({ title, lead, children, foot, takesFocus = false }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const { data: config } = useConfig();
  return (
    <main className="flex min-h-dvh flex-col items-center bg-muted px-4 py-10 sm:justify-center dark:bg-page">
      <div className="w-full max-w-100">
        <header className="mb-6 flex items-center gap-3 px-1">
          <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-event text-on-event">
            <CalendarCheck2 className="size-5" aria-hidden="true" />
          </span>
          <span className="min-w-0">
            <span className="block text-base font-semibold tracking-tight text-ink">{t('app.title')}</span>
            <span className="block min-h-5 truncate text-sm text-soft">{config?.clinicName ?? t('account.signIn.lead')}</span>
          </span>
        </header>
        <section className="rounded-lg border border-line bg-raised p-6 shadow-sm sm:p-8">
          <h1 ref={heading} tabIndex={takesFocus ? -1 : undefined} className="text-xl font-semibold tracking-tight text-balance outline-none">
            {title}
          </h1>
          {lead && <div className="mt-1.5 text-sm text-soft">{lead}</div>}
          <div className="mt-6">{children}</div>
        </section>
        {foot && <footer className="mt-5 px-1 text-center text-sm text-soft">{foot}</footer>}
      </div>
    </main>
  );
}
