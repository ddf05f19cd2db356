import { listAppointments } from '@/api/calls';
import type { Appointment } from '@/api/types';
import { addDays, dayStart } from '@/calendar/layout/geometry';
import { toIso } from '@/lib/time';

/** All appointments of a day, all pages of them: what is in view may be filtered, or not all. */
export async function fetchDay(date: string): Promise<Appointment[]> {
  const query = { from: toIso(dayStart(date)), to: toIso(dayStart(addDays(date, 1))), limit: 1000 };
  const all: Appointment[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await listAppointments({ ...query, cursor });
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor);
  return all;
}
