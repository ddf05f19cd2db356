import i18next from 'i18next';
import { getConfig } from '@/api/calls';
import { problemText } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import { dismissToast, toast } from '@/lib/toast';
import { sessionStore } from '@/session/session';
import { fetchDay } from './fetch-day';

const TOAST = 'print';

let busy = false;

/** Opens the browser's print view of a day, a page per doctor. */
export async function printDay(date: string): Promise<void> {
  const user = sessionStore.getState().session?.user;
  if (busy || !user) return;
  busy = true;
  toast(i18next.t('print.loading'), { id: TOAST, duration: 60_000 });
  try {
    const config = queryClient.ensureQueryData({ queryKey: queryKeys.config, queryFn: getConfig });
    const [{ showPrint }, appointments, { clinicName }] = await Promise.all([import('./show-print'), fetchDay(date), config]);
    dismissToast(TOAST);
    showPrint({ date, appointments, clinicName: clinicName ?? null, printedBy: user.name });
  } catch (problem) {
    toast(i18next.t('print.failed', { reason: problemText(problem, i18next.t) }), { id: TOAST, kind: 'error' });
  } finally {
    busy = false;
  }
}
