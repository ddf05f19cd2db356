import { Suspense, lazy, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { Spinner } from '@/components/Spinner';
import { SearchX } from 'lucide-react';
import { dismissToast } from '@/lib/toast';
import { ErrorBoundary } from './ErrorBoundary';
import { Header } from './Header';
import { OfflineBar } from './OfflineBar';
import { type Place, showPage } from './navigation';
import { preload } from './preload';

const CalendarPage = lazy(() => import('@/calendar/CalendarPage'));
const AppointmentPanel = lazy(() => import('@/appointment/AppointmentPanel'));
const Requests = lazy(() => import('@/requests/Requests'));

const pages = {
  users: lazy(() => import('@/admin/UsersPage')),
  locks: lazy(() => import('@/admin/LocksPage')),
  cancelled: lazy(() => import('@/admin/CancelledPage')),
  audit: lazy(() => import('@/admin/AuditPage')),
  patients: lazy(() => import('@/admin/PatientsPage')),
  profile: lazy(() => import('@/account/ProfilePage')),
};

/** What somebody signed in sees: the header, a page, and what lies above all pages. */
export default function Shell({ place }: { place: Place }) {
  const { t } = useTranslation();
  useEffect(preload, []);
  // What was told to one is not for the next.
  useEffect(() => () => dismissToast(), []);
  useEffect(() => {
    // A used link is no place to come back to.
    if (place.page === 'setup' || place.page === 'password') showPage('calendar');
  }, [place.page]);
  return (
    <div className="flex h-dvh flex-col bg-page low:h-auto low:min-h-dvh">
      <a href="#main" onClick={skip} className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2">
        {t('app.skip')}
      </a>
      <Header />
      <OfflineBar />
      <main id="main" tabIndex={-1} className="flex min-h-0 grow flex-col outline-none">
        <ErrorBoundary key={place.page}>
          <Suspense fallback={<Spinner />}>
            <PageOf place={place} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <ErrorBoundary>
        <Suspense>
          <AppointmentPanel />
        </Suspense>
        <Suspense>
          <Requests />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

/** The address says where one is, so a link within the page must not change it. */
function skip(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function PageOf({ place }: { place: Place }) {
  const { t } = useTranslation();
  if (place.page === 'calendar') return <CalendarPage />;
  if (place.page in pages) {
    const Page = pages[place.page as keyof typeof pages];
    return (
      <div className="grow overflow-y-auto">
        <Page />
      </div>
    );
  }
  return (
    <EmptyState icon={SearchX} title={t('app.notFound')} isPage>
      <Button onClick={() => showPage('calendar')}>{t('app.toCalendar')}</Button>
    </EmptyState>
  );
}
