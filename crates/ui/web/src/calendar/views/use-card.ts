import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { useAppointment } from '@/live/appointments';
import { useUser } from '@/session/session';
import { type Holding, holdingOf } from '../holding';

/** What a card shows: its own appointment alone, and whose it is just now; null while it is not known. */
export function useCard(id: string): { appointment: Appointment; holding: Holding } | null {
  const appointment = useAppointment(id);
  const me = useUser();
  // Times are written in the language that is spoken.
  useTranslation();
  return appointment ? { appointment, holding: holdingOf(appointment, me.id) } : null;
}
