import clsx from 'clsx';
import { memo } from 'react';
import { formatTime } from '@/lib/time';
import { onCardKeyDown } from '@/move/keyboard';
import { TONES } from '../holding';
import { HoldingMark, OverbookedMark } from './Marks';
import { useCard } from './use-card';

interface Props {
  id: string;
  continued: boolean;
  continues: boolean;
}

/** One row of a month's cell. */
export const Chip = memo(function Chip({ id, continued, continues }: Props) {
  const card = useCard(id);
  if (!card) return null;
  const { appointment, holding } = card;
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
