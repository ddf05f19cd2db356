import clsx from 'clsx';
import { CalendarDays } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useUser } from '@/session/session';
import { ConnectionState } from './ConnectionState';
import { type Page, showPage, usePlace } from './navigation';
import { People } from './People';
import { UserMenu } from './UserMenu';

const forAdmins: Page[] = ['users', 'locks', 'cancelled', 'audit', 'patients'];

/** From which width on a page stands here; below, it is in the user's menu. The rarer ones need a wide screen. */
function shownFrom(page: Page | 'calendar'): string {
  if (page === 'calendar') return '';
  return page === 'audit' || page === 'patients' ? 'max-xl:hidden' : 'max-md:hidden';
}

/** The line above every page: where one can go, how the connection is, who is here, and one's own menu. */
export function Header() {
  const { t } = useTranslation();
  const { isAdmin } = useUser();
  const { page: current } = usePlace();
  const pages: (Page | 'calendar')[] = isAdmin ? ['calendar', ...forAdmins] : ['calendar'];
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-3 sm:px-5 print:hidden">
      <nav aria-label={t('app.pages')} className="flex min-w-0 items-center gap-1">
        <CalendarDays aria-hidden size={18} className="me-1 shrink-0 text-accent" />
        {pages.map((page) => (
          <button
            key={page}
            type="button"
            aria-current={page === current ? 'page' : undefined}
            onClick={() => showPage(page)}
            className={clsx('h-8 truncate rounded-md px-2.5 hover:bg-muted', page === current ? 'font-semibold' : 'text-soft', shownFrom(page))}
          >
            {t(`app.${page}`)}
          </button>
        ))}
      </nav>
      <span className="grow" />
      <ConnectionState />
      <People />
      <UserMenu />
    </header>
  );
}
