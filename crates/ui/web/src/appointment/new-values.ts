import { now } from '@/live/clock';
import { zoned } from '@/lib/time';
import type { FormValues } from './fields';
import { toLocal } from './fields';

const USUAL_MINUTES = 30;

/** What a new appointment begins with: the chosen time, else the next half hour. */
export function newValues({ start, end, doctor = '' }: { start?: number; end?: number; doctor?: string }): FormValues {
  const from = start ?? nextHalfHour();
  const to = end ?? Temporal.Instant.fromEpochMilliseconds(from).add({ minutes: USUAL_MINUTES }).epochMilliseconds;
  return {
    title: '',
    patientName: '',
    datebirth: '',
    gender: 'unknown',
    phone: '',
    address: '',
    doctorName: doctor,
    note: '',
    description: '',
    startTime: toLocal(from),
    endTime: toLocal(to),
  };
}

function nextHalfHour(): number {
  return zoned(now()).round({ smallestUnit: 'minute', roundingIncrement: 30, roundingMode: 'ceil' }).epochMilliseconds;
}
