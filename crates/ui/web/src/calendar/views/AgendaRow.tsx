import clsx from 'clsx';
import { memo } from 'react';
import { formatTimes } from '@/lib/time';
import { onCardKeyDown } from '@/move/keyboard';
import { TONES } from '../holding';
import { HoldingMark, OverbookedMark } from './Marks';
import { useCard } from './use-card';

export const AgendaRow = memo(function AgendaRow({ id }: { id: string }) {
  const card = useCard(id);
  if (!card) return null;
  const { appointment, holding } = card;
  const { title, patientName, doctorName, overbooked } = appointment;
  return (
    <button
      type="button"
      data-appointment={id}
      tabIndex={-1}
      onKeyDown={(event) => onCardKeyDown(event, id)}
      className="flex w-full min-w-0 flex-wrap items-center gap-x-4 gap-y-0.5 rounded-md px-2 py-1.5 text-start hover:bg-muted md:grid md:grid-cols-[auto_8.5rem_2fr_minmax(0,1.2fr)_minmax(0,1fr)_9rem]"
    >
      <span aria-hidden className={clsx('h-5 w-1 shrink-0 rounded-full', TONES[holding.kind])} />
      <span className="shrink-0 text-soft tabular-nums">{formatTimes(Date.parse(appointment.startTime), Date.parse(appointment.endTime))}</span>
      <span className="flex min-w-0 items-center gap-2 max-md:flex-1">
        <span className="truncate font-semibold">{title}</span>
        {overbooked && <OverbookedMark />}
      </span>
      <span className="flex min-w-0 items-center gap-x-3 max-md:basis-full max-md:ps-5 md:contents">
        <span className="min-w-0 truncate">{patientName}</span>
        <span className="min-w-0 truncate text-soft">{doctorName}</span>
        {holding.kind !== 'free' && (
          <span className={clsx('flex max-w-48 min-w-0 rounded-full px-2 py-0.5 text-xs md:justify-self-end', TONES[holding.kind])}>
            <HoldingMark holding={holding} />
          </span>
        )}
      </span>
    </button>
  );
});
