import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect } from 'react';
import { getConfig } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import { Spinner } from '@/components/Spinner';
import { authenticate, connect, disconnect } from '@/live/connection';
import { keepSession } from '@/session/refresh';
import { sessionStore, useSession } from '@/session/session';
import { usePlace } from './navigation';

const Shell = lazy(loadShell);
const SetUpPage = lazy(() => import('@/account/SetUpPage'));
const SignInPage = lazy(() => import('@/account/SignInPage'));
const PasswordPage = lazy(() => import('@/account/PasswordPage'));

/** With the calendar, which is what one most often goes on to. */
function loadShell() {
  void import('@/calendar/CalendarPage');
  return import('./Shell');
}

// Whoever is signed in already needs it as soon as the server has answered: it is on its way by then.
if (sessionStore.getState().session) void loadShell();

/** Connects while somebody is signed in, and says later tokens to the socket. */
function useLive(userId: string | undefined) {
  useEffect(() => {
    const session = sessionStore.getState().session;
    if (!userId || !session) return;
    connect(session);
    const stopKeeping = keepSession();
    const stopTelling = sessionStore.subscribe(({ session: after }, { session: before }) => {
      if (after && after.token !== before?.token && after.user.id === before?.user.id) authenticate(after.token);
    });
    return () => {
      stopTelling();
      stopKeeping();
      disconnect();
    };
  }, [userId]);
}

export function App() {
  const { session } = useSession();
  const place = usePlace();
  const { data: config } = useQuery({ queryKey: queryKeys.config, queryFn: getConfig, staleTime: Infinity });
  const userId = session?.user.id;
  useLive(userId);
  useEffect(() => {
    document.title = [config?.clinicName, 'Appointment Scheduler'].filter(Boolean).join(' – ');
  }, [config?.clinicName]);
  // What one user has loaded is not for the next one.
  useEffect(() => () => queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'config' }), [userId]);

  return (
    <Suspense fallback={<Spinner />}>
      {place.page === 'setup' || (config?.setupNeeded && !session) ? (
        <SetUpPage />
      ) : place.page === 'password' ? (
        <PasswordPage />
      ) : session ? (
        <Shell key={userId} place={place} />
      ) : (
        <SignInPage />
      )}
    </Suspense>
  );
}
