/** What stood on the page of patients' data when it was left for an appointment: in memory only, and only for who was signed in. */
import type { Patient } from '@/api/types';
import { sessionStore } from '@/session/session';
import type { Outcome } from './PatientOutcome';

interface Left {
  patient: Patient;
  outcome: Outcome | null;
}

let left: Left | null = null;

export function leavePatient(now: Left): void {
  left = now;
}

export function leftPatient(): Left | null {
  return left;
}

export function forgetPatient(): void {
  left = null;
}

sessionStore.subscribe(({ session }, { session: before }) => {
  if (session?.user.id !== before?.user.id) forgetPatient();
});
