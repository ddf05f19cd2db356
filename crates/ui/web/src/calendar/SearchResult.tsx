import clsx from 'clsx';
import { useEffect, useRef } from 'react';
import type { Appointment } from '@/api/types';
import { formatMoment } from '@/lib/time';
import { useAppointment } from '@/live/appointments';

interface Props {
  id: string;
  appointment: Appointment;
  active: boolean;
  onHover: () => void;
  onChoose: () => void;
}

/** A hit as it was found, or as it is by now where live updates tell. */
export function SearchResult({ id, appointment: found, active, onHover, onChoose }: Props) {
  const live = useAppointment(found.id);
  const appointment = live && live.revision > found.revision ? live : found;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  return (
    // The keys are the field's: the focus stays in it, as a combobox has it.
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={active}
      onPointerMove={onHover}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={clsx('cursor-pointer rounded-md px-2 py-1.5', active && 'bg-muted')}
    >
      <span className="flex items-baseline justify-between gap-3">
        <span className="truncate font-semibold">{appointment.title}</span>
        <span className="shrink-0 text-xs text-soft tabular-nums">{formatMoment(Date.parse(appointment.startTime))}</span>
      </span>
      <span className="flex gap-1.5 text-[0.8125rem] text-soft">
        <span className="truncate">{appointment.patientName}</span>
        {appointment.doctorName && (
          <>
            <span aria-hidden>·</span>
            <span className="truncate">{appointment.doctorName}</span>
          </>
        )}
      </span>
    </div>
  );
}
