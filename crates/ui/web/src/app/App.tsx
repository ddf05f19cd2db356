import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useLayoutEffect } from 'react';
import { getConfig } from '@/api/calls';
import { queryClient, queryKeys } from '@/api/query';
import { Spinner } from '@/components/Spinner';
import { authenticate, connect, disconnect } from '@/live/connection';
import { keepSession } from '@/session/refresh';
import { sessionStore, takePlace, useSession } from '@/session/session';
import { closePanel, placeNow, usePlace } from './navigation';

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

/** Somebody else begins at the calendar: what the one before had open is not theirs, and must not be locked in their name. */
function usePlaceOf(userId: string | undefined, placeOf: string | null): boolean {
  const isOthers = userId !== undefined && placeOf !== null && placeOf !== userId;
  useLayoutEffect(() => {
    if (userId === undefined) return;
    if (isOthers && placeNow().page !== 'password') closePanel();
    takePlace(userId);
  }, [userId, isOthers]);
  return !isOthers;
}

export function App() {
  const { session, placeOf } = useSession();
  const place = usePlace();
  const { data: config } = useQuery({ queryKey: queryKeys.config, queryFn: getConfig, staleTime: Infinity });
  const userId = session?.user.id;
  const isOwnPlace = usePlaceOf(userId, placeOf);
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
      ) : session && !isOwnPlace ? (
        <Spinner />
      ) : session ? (
        <Shell key={userId} place={place} />
      ) : (
        <SignInPage />
      )}
    </Suspense>
  );
}
