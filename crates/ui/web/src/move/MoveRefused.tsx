import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { refusalText } from './refusal';

interface Props {
  problem: Problem | null;
  appointment: Appointment;
  /** Who was chosen. */
  doctor: string;
}

/** Why the move was refused; told to those who hear the screen, too. */
export function MoveRefused({ problem, appointment, doctor }: Props) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="col-span-2 empty:hidden">
      {problem && (
        <p className="flex gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger">
          <TriangleAlert aria-hidden size={18} className="mt-0.5 shrink-0" />
          {refusalText(problem, { ...appointment, doctorName: doctor }, t)}
        </p>
      )}
    </div>
  );
}
