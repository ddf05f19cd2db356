/** What the server will check, checked before it is asked. It has the last word all the same. */
import type { TFunction } from 'i18next';
import * as z from 'zod/mini';
import { today } from '@/lib/time';
import { GENDERS, toInstant, toLocal, type FormValues } from './fields';

const LIMITS = { title: 200, patientName: 255, phone: 32, address: 1000, doctorName: 255, note: 2000, description: 10_000 } as const;

const LONGEST_DAYS = 31;

/** Characters, as the server counts them. */
const length = (text: string) => [...text].length;

export function schemaOf(t: TFunction) {
  const text = (max: number) => z.string().check(z.refine((value) => length(value) <= max, t('appointment.errors.tooLong', { max })));
  const needed = (max: number) => text(max).check(z.refine((value) => value.trim() !== '', t('appointment.errors.required')));
  const time = z.string().check(
    z.refine((value) => toInstant(value) !== null, t('appointment.errors.time')),
    z.refine(isOnTheClock, t('appointment.errors.skipped')),
  );
  return z
    .object({
      title: needed(LIMITS.title),
      patientName: needed(LIMITS.patientName),
      datebirth: z.string().check(
        z.refine((value) => value !== '', t('appointment.errors.required')),
        z.refine((value) => value === '' || isDate(value), t('appointment.errors.date')),
        z.refine(isNotAhead, t('appointment.errors.future')),
      ),
      gender: z.string().check(z.refine((value) => GENDERS.some((gender) => gender === value), t('appointment.errors.required'))),
      phone: text(LIMITS.phone),
      address: text(LIMITS.address),
      doctorName: text(LIMITS.doctorName),
      note: text(LIMITS.note),
      description: text(LIMITS.description),
      startTime: time,
      endTime: time,
    })
    .check(z.superRefine((values, context) => {
      const fault = faultOfTimes(values);
      if (fault) context.addIssue({ code: 'custom', path: ['endTime'], message: t(fault) });
    })) satisfies z.ZodMiniType<FormValues>;
}

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** In spring the clocks leave an hour out. */
function isOnTheClock(local: string): boolean {
  const instant = toInstant(local);
  return instant === null || toLocal(instant) === local;
}

function isNotAhead(text: string): boolean {
  return !isDate(text) || Temporal.PlainDate.compare(text, today()) <= 0;
}

function faultOfTimes({ startTime, endTime }: { startTime: string; endTime: string }): string | null {
  const [from, to] = [toInstant(startTime), toInstant(endTime)];
  if (!from || !to || !isOnTheClock(startTime) || !isOnTheClock(endTime)) return null;
  const [start, end] = [Temporal.Instant.from(from), Temporal.Instant.from(to)];
  if (Temporal.Instant.compare(end, start) <= 0) return 'appointment.errors.endBeforeStart';
  return Temporal.Instant.compare(end, start.add({ hours: LONGEST_DAYS * 24 })) > 0 ? 'appointment.errors.tooLongTime' : null;
}
