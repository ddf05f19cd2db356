/** What is printed: a page for each doctor of the day. */
import type { Appointment } from '@/api/types';
import { doctorKey } from '@/calendar/layout/columns';

export interface DoctorPage {
  key: string;
  /** Null: those without a doctor. */
  doctor: string | null;
  appointments: Appointment[];
}

/** By the doctors' names, those without one at the end; within, as they follow each other. */
export function pagesOf(appointments: readonly Appointment[], language?: string): DoctorPage[] {
  const pages = new Map<string, DoctorPage>();
  for (const appointment of [...appointments].sort(byTime)) {
    const key = doctorKey(appointment.doctorName);
    const page = pages.get(key) ?? { key, doctor: key === '' ? null : (appointment.doctorName ?? '').trim(), appointments: [] };
    page.appointments.push(appointment);
    pages.set(key, page);
  }
  const collator = new Intl.Collator(language, { sensitivity: 'base', numeric: true });
  return [...pages.values()].sort((a, b) => Number(a.doctor === null) - Number(b.doctor === null) || collator.compare(a.doctor ?? '', b.doctor ?? ''));
}

function byTime(a: Appointment, b: Appointment): number {
  return Date.parse(a.startTime) - Date.parse(b.startTime) || Date.parse(a.endTime) - Date.parse(b.endTime) || (a.id < b.id ? -1 : 1);
}
