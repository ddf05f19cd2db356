import clsx from 'clsx';
import type { Appointment } from '@/api/types';
import { formatTimes, formatTime } from '@/lib/time';
import type { Holding } from '../holding';
import { HoldingMark, OverbookedMark } from './Marks';

interface Props {
  appointment: Appointment;
  holding: Holding;
  /** How many lines there is room for. */
  lines: number;
  /** Several stand side by side: every letter counts, and the axis tells the time. */
  narrow: boolean;
  withDoctor: boolean;
}

/** As much as the card has room for: who holds it first, then title and patient, then times and doctor. What has no room is still there to be heard. */
export function CardText({ appointment, holding, lines, narrow, withDoctor }: Props) {
  const { title, patientName, doctorName, overbooked } = appointment;
  const [from, to] = [Date.parse(appointment.startTime), Date.parse(appointment.endTime)];
  const cut = narrow ? 'overflow-hidden whitespace-nowrap' : 'truncate';
  const held = holding.kind !== 'free';
  const mark = held && <HoldingMark holding={holding} narrow={narrow} />;
  const overbook = overbooked && <OverbookedMark />;
  if (lines === 1) {
    return (
      <span className="flex min-w-0 items-center gap-1.5 py-[3px]">
        {mark}
        {overbook}
        <span className={narrow ? 'sr-only' : 'shrink-0 tabular-nums'}>{formatTime(from)}</span>
        <span className={clsx(cut, 'shrink-[1] font-semibold')}>{title}</span>
        <span className={clsx(cut, 'shrink-[2]')}>{patientName}</span>
      </span>
    );
  }
  if (lines === 2) {
    const first = narrow && held;
    return (
      <span className="flex min-w-0 flex-col pt-1">
        <span className="flex min-w-0 items-center gap-1.5">
          {first ? mark : <span className={narrow ? 'sr-only' : 'shrink-0 tabular-nums'}>{formatTime(from)}</span>}
          {!first && <span className={clsx(cut, 'font-semibold')}>{title}</span>}
          {overbook}
        </span>
        <span className="flex min-w-0 items-center gap-1.5">
          {!first && mark}
          {first && <span className={clsx(cut, 'font-semibold')}>{title}</span>}
          <span className={first ? 'sr-only' : cut}>{patientName}</span>
        </span>
      </span>
    );
  }
  const rest = lines - 2 - (held ? 1 : 0);
  return (
    <span className="flex min-w-0 flex-col pt-1">
      {mark}
      <span className="flex min-w-0 items-center gap-1.5">
        <span className={clsx(cut, 'font-semibold')}>{title}</span>
        {!narrow && overbook}
      </span>
      <span className={cut}>{patientName}</span>
      {rest > 0 && !narrow ? <span className="truncate tabular-nums">{formatTimes(from, to)}</span> : <span className="sr-only">{formatTime(from)}</span>}
      {narrow && overbook && <span className="absolute end-1 bottom-1">{overbook}</span>}
      {withDoctor && doctorName && <span className={rest > (narrow ? 0 : 1) ? cut : 'sr-only'}>{doctorName}</span>}
    </span>
  );
}
