/**
 * Where one is: the part of the address behind the `#`, so that reload, back and a link lead there again.
 *
 *     #/week/2026-12-01                          the calendar
 *     #/week/2026-12-01/appointment/<id>         with an appointment open, and /edit behind it while it is edited
 *     #/week/2026-12-01/new?start=…&end=…        with a new one
 *     #/users                                    a page; set-up and password links come from outside
 *     #/audit?appointment=<id>                   the access log, of what is looked for
 */
import { useMemo } from 'react';
import { navigate, useHashLocation } from 'wouter/use-hash-location';
import { today } from '@/lib/time';
import { local } from '@/lib/storage';

const views = ['month', 'week', 'day', 'agenda'] as const;
export type View = (typeof views)[number];

export const pages = ['users', 'locks', 'cancelled', 'audit', 'patients', 'profile'] as const;
export type Page = (typeof pages)[number];

/** What is looked for in the access log: ids, and dates of the clinic, both included. */
export interface AuditFilter {
  user?: string;
  appointment?: string;
  from?: string;
  to?: string;
}

export type Panel = { kind: 'details' | 'edit'; id: string } | ({ kind: 'new' } & Draft);

export interface Draft {
  /** Milliseconds since 1970. */
  start?: number;
  end?: number;
  doctor?: string;
}

export type Place =
  | { page: 'calendar'; view: View; date: string; panel: Panel | null }
  | { page: Exclude<Page, 'audit'> }
  | { page: 'audit'; filter: AuditFilter }
  | { page: 'setup' | 'password'; token: string }
  | { page: 'unknown' };

const VIEW = 'view';

/** The day that was looked at before a page was opened. */
let lastDate: string | null = null;

function isView(value: string | undefined): value is View {
  return views.includes(value as View);
}

/** The view one had last; on a phone a day is what fits. */
function usualView(): View {
  const stored = local.get(VIEW) ?? undefined;
  if (matchMedia('(max-width: 639px)').matches) return 'day';
  return isView(stored) ? stored : 'week';
}

function isDate(value: string | undefined): value is string {
  if (!value) return false;
  try {
    return Temporal.PlainDate.from(value).toString() === value;
  } catch {
    return false;
  }
}

function number(value: string | null): number | undefined {
  return value === null || value === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
}

function panelOf([kind, id, mode]: string[], query: URLSearchParams): Panel | null {
  if (kind === 'new') return { kind: 'new', start: number(query.get('start')), end: number(query.get('end')), doctor: query.get('doctor') ?? undefined };
  if (kind === 'appointment' && id) return { kind: mode === 'edit' ? 'edit' : 'details', id };
  return null;
}

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Only what the server understands: the rest of an address may be anything. */
function filterOf(query: URLSearchParams): AuditFilter {
  const [user, appointment] = ['user', 'appointment'].map((name) => query.get(name) ?? undefined).map((id) => (id && ID.test(id) ? id : undefined));
  const [from, to] = ['from', 'to'].map((name) => query.get(name) ?? undefined).map((date) => (isDate(date) ? date : undefined));
  return { user, appointment, from, to };
}

/** An address may be anything that somebody typed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What an address behind the `#` means. */
export function placeOf(address: string): Place {
  const [path = '', search = ''] = address.split('?');
  const [first, second, ...rest] = path.split('/').filter(Boolean).map(decoded);
  if (first === undefined) return { page: 'calendar', view: usualView(), date: today().toString(), panel: null };
  if (first === 'setup' || first === 'password') return { page: first, token: second ?? '' };
  if (first === 'audit' && second === undefined) return { page: first, filter: filterOf(new URLSearchParams(search)) };
  if (pages.includes(first as Page) && second === undefined) return { page: first as Exclude<Page, 'audit'> };
  if (isView(first)) return { page: 'calendar', view: first, date: isDate(second) ? second : today().toString(), panel: panelOf(rest, new URLSearchParams(search)) };
  return { page: 'unknown' };
}

export function placeNow(): Place {
  return placeOf(location.hash.replace(/^#/, ''));
}

export function usePlace(): Place {
  const [address] = useHashLocation();
  return useMemo(() => placeOf(address), [address]);
}

function go(path: string, { replace = false } = {}): void {
  navigate(path, { replace });
}

function calendarPath(on?: string): string {
  const place = placeNow();
  if (on) return `/${place.page === 'calendar' ? place.view : usualView()}/${on}`;
  const { view, date } = place.page === 'calendar' ? place : { view: usualView(), date: lastDate ?? today().toString() };
  return `/${view}/${date}`;
}

export function showView(view: View, date: string): void {
  local.set(VIEW, view);
  go(`/${view}/${date}`);
}

/** Opens it over the calendar where one is, or over that of another date. */
export function openAppointment(id: string, date?: string): void {
  go(`${calendarPath(date)}/appointment/${id}`);
}

export function editAppointment(id: string): void {
  go(`${calendarPath()}/appointment/${id}/edit`, { replace: location.hash.endsWith(id) });
}

export function createAppointmentAt({ start, end, doctor }: Draft = {}): void {
  const query = new URLSearchParams();
  if (start !== undefined) query.set('start', String(start));
  if (end !== undefined) query.set('end', String(end));
  if (doctor) query.set('doctor', doctor);
  const search = query.toString();
  location.hash = `#${calendarPath()}/new${search && `?${search}`}`;
}

/** Whether this appointment is the one that is open. */
export function isOpen(id: string): boolean {
  const place = placeNow();
  return place.page === 'calendar' && place.panel !== null && place.panel.kind !== 'new' && place.panel.id === id;
}

/** In its place in the history: going back must not open, and lock, it again. */
export function closePanel(): void {
  go(calendarPath(), { replace: true });
}

function rememberDate(): void {
  const place = placeNow();
  if (place.page === 'calendar') lastDate = place.date;
}

export function showPage(page: Page | 'calendar'): void {
  rememberDate();
  go(page === 'calendar' ? calendarPath() : `/${page}`);
}

/** The access log, of what is looked for. Replaces where one is while that is only being changed. */
export function showAudit(filter: AuditFilter, { replace = false } = {}): void {
  rememberDate();
  const search = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  history[replace ? 'replaceState' : 'pushState'](null, '', `#/audit${search && `?${search}`}`);
  // Heard at once, so that a field that is being typed in is never set back to what it was.
  dispatchEvent(new Event('hashchange'));
}
