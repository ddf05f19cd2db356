import clsx from 'clsx';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '@/lib/time';
import { useAppointment } from '@/live/appointments';
import { onCardKeyDown } from '@/move/keyboard';
import { useUser } from '@/session/session';
import { TONES, holdingOf } from '../holding';
import { HoldingMark, OverbookedMark } from './Marks';

interface Props {
  id: string;
  continued: boolean;
  continues: boolean;
}

/** One row of a month's cell. */
export const Chip = memo(function Chip({ id, continued, continues }: Props) {
  const appointment = useAppointment(id);
  const me = useUser();
  // Times are written in the language that is spoken.
  useTranslation();
  if (!appointment) return null;
  const holding = holdingOf(appointment, me.id);
  return (
    <button
      type="button"
      data-appointment={id}
      tabIndex={-1}
      onKeyDown={(event) => onCardKeyDown(event, id)}
      className={clsx(
        'flex h-6 w-full min-w-0 cursor-pointer focus-visible:-outline-offset-2 focus-visible:outline-current items-center gap-1.5 rounded-sm px-1.5 text-start text-xs select-none',
        TONES[holding.kind],
        continued && 'rounded-s-none',
        continues && 'rounded-e-none',
      )}
    >
      <HoldingMark holding={holding} />
      {appointment.overbooked && <OverbookedMark />}
      {!continued && <span className="shrink-0 tabular-nums">{formatTime(Date.parse(appointment.startTime))}</span>}
      <span className="truncate font-semibold">{appointment.title}</span>
      <span className="sr-only">{appointment.patientName}</span>
    </button>
  );
});
