import type { TFunction } from 'i18next';
import { getAppointment } from '@/api/calls';
import { getAppointmentNow } from '@/live/appointments';
import { toast } from '@/lib/toast';
import type { Ask } from './asks';
import { learnOutcome } from './learn-outcome';
import { isExplained } from './use-lost';

/** Tells the holder how a request ended that was shown here and not answered here. */
export async function tellClosure(t: TFunction, { kind, appointmentId, lockId, requester }: Ask): Promise<void> {
  // Cancelled or out of reach: then there is nothing to name.
  const appointment = getAppointmentNow(appointmentId) ?? (await getAppointment(appointmentId).catch(() => undefined));
  const outcome = await learnOutcome(appointmentId, kind, requester.id).catch(() => null);
  if (!appointment || isExplained(lockId)) return;
  const words = { name: requester.name, title: appointment.title };
  toast(t(outcome ? `requests.closed.${kind}.${outcome.verdict}` : 'requests.closed.unknown', words), { id: `closed:${lockId}:${kind}` });
}
