/** The calls of the API, one function each. What an answer says of an appointment reaches the live store at once. */
import { put, drop } from '@/live/appointments';
import { learn } from '@/live/clock';
import { answer, answerWithHeaders, http, write } from './http';
import type { components } from './schema';
import type { Appointment, AuditEvent, Change, Content, HistoryEntry, Lock, LockAnswer, Patient } from './types';

type Document = components['schemas']['Appointment'];

interface Pin {
  /** Only if this holding still stands. */
  lock?: string;
}

interface Pins extends Pin {
  /** Only if it is this person who asks. */
  requester?: string;
}

async function told(asked: Promise<Document>): Promise<Appointment> {
  const appointment = (await asked) as Appointment;
  put(appointment);
  return appointment;
}

// System and sign-in

export async function getConfig() {
  const sent = Date.now();
  const config = await answer(http.GET('/api/config'));
  learn(config.serverTime, sent);
  return config;
}

export const login = (email: string, password: string) => answer(http.POST('/api/auth/login', { body: { email, password } }));
export const setUp = (body: { token: string; name: string; email: string; password: string }) => answer(http.POST('/api/setup', { body }));
export const redeemPassword = (token: string, password: string) => answer(http.POST('/api/auth/password', { body: { token, password } }));
export const logout = () => answer(http.POST('/api/auth/logout'));
export const refresh = () => answer(http.POST('/api/auth/refresh'));
export const getProfile = () => answer(http.GET('/api/auth/profile'));

// Users

export const listUsers = () => answer(http.GET('/api/users'));
export const createUser = (body: { name: string; email: string; password?: string; isAdmin?: boolean }) => answer(http.POST('/api/users', { body }));
export const updateUser = (
  id: string,
  body: { name?: string; email?: string; password?: string; currentPassword?: string; isAdmin?: boolean },
) => answer(http.PATCH('/api/users/{id}', { params: { path: { id } }, body }));
export const deleteUser = (id: string) => answer(http.DELETE('/api/users/{id}', { params: { path: { id } } }));
export const passwordLink = (id: string) => answer(http.POST('/api/users/{id}/password-link', { params: { path: { id } } }));

// Appointments

export interface ListQuery {
  from?: string;
  to?: string;
  doctor?: string;
  q?: string;
  order?: 'asc' | 'desc';
  limit?: number;
  deleted?: boolean;
  cursor?: string;
}

/** One page; `next` is the cursor of the one behind it. */
export async function listAppointments(query: ListQuery) {
  const { data, headers } = await answerWithHeaders(http.GET('/api/appointments', { params: { query } }));
  return { items: data as Appointment[], next: cursorOf(headers.get('link')), total: Number(headers.get('x-total-count') ?? data.length) };
}

function cursorOf(link: string | null): string | null {
  const target = link?.match(/<([^>]*)>;\s*rel="next"/)?.[1];
  return target ? new URL(target, location.origin).searchParams.get('cursor') : null;
}

export const getDoctors = () => answer(http.GET('/api/doctors'));
export const getAppointment = (id: string) => told(answer(http.GET('/api/appointments/{id}', { params: { path: { id } } })));

interface Writing {
  allowOverlap?: boolean;
  /** The idempotency key: the same one for the same request, tried again after its outcome stayed unknown. */
  key?: string;
}

export const createAppointment = (content: Content, { allowOverlap, key }: Writing = {}) =>
  told(write((key) => http.POST('/api/appointments', { params: keyed(key), body: { ...content, allowOverlap } }), key));

export const saveAppointment = (id: string, version: number, change: Change, { allowOverlap, lock, key }: Pin & Writing = {}) =>
  told(write((key) => http.PATCH('/api/appointments/{id}', { params: { path: { id }, query: { lock }, ...keyed(key) }, body: { ...change, version, allowOverlap } }), key));

/** Cancels it; it is gone from the live store with the answer. */
export async function cancelAppointment(id: string, version: number, reason: string, { lock }: Pin = {}): Promise<void> {
  const query = { version, reason: reason || undefined, lock };
  await write((key) => http.DELETE('/api/appointments/{id}', { params: { path: { id }, query, ...keyed(key) } }));
  drop(id);
}

export const restoreAppointment = (id: string) => told(write((key) => http.POST('/api/appointments/{id}/restore', { params: { path: { id }, ...keyed(key) } })));

export async function getHistory(id: string, cursor?: string): Promise<{ items: HistoryEntry[]; next: string | null }> {
  const params = { path: { id }, query: { cursor, limit: 50 } };
  const { data, headers } = await answerWithHeaders(http.GET('/api/appointments/{id}/history', { params }));
  return { items: data, next: cursorOf(headers.get('link')) };
}

// Locks

/** Takes or renews the lock. */
export async function acquireLock(id: string, version: number, { move, lock }: Pin & { move?: boolean } = {}): Promise<Lock> {
  const params = { path: { id, version }, query: { move, lock } };
  const sent = Date.now();
  const taken = (await write((key) => http.POST('/api/appointments/{id}/acquire-lock/{version}', { params: { ...params, ...keyed(key) } }))) as LockAnswer;
  learn(taken.serverTime, sent);
  return taken;
}

export async function lockStatus(id: string): Promise<Lock | null> {
  return (await answer(http.GET('/api/appointments/{id}/lock-status', { params: { path: { id } } }))) as LockAnswer | null;
}

/** Gives the lock back; `keepalive` lets the request outlive the page, and is not sent again. */
export function releaseLock(id: string, { lock, keepalive }: Pin & { keepalive?: boolean } = {}): Promise<Appointment> {
  const params = { path: { id }, query: { lock } };
  const send = (key: string) => http.DELETE('/api/appointments/{id}/release-lock', { params: { ...params, ...keyed(key) }, keepalive });
  return told(keepalive ? answer(send(crypto.randomUUID())) : write(send));
}

type Verb =
  | '/api/appointments/{id}/request-control'
  | '/api/appointments/{id}/force-release-lock-request'
  | '/api/appointments/{id}/approve-request-control'
  | '/api/appointments/{id}/reject-request-control'
  | '/api/appointments/{id}/force-release-lock-approve'
  | '/api/appointments/{id}/force-release-lock-reject';

type Withdrawable = '/api/appointments/{id}/request-control' | '/api/appointments/{id}/force-release-lock-request';

const act = (verb: Verb, id: string, pins: Pins = {}) => told(write((key) => http.POST(verb, { params: { path: { id }, query: pins, ...keyed(key) } })));
const withdraw = (verb: Withdrawable, id: string) => told(write((key) => http.DELETE(verb, { params: { path: { id }, ...keyed(key) } })));

export const requestControl = (id: string, pin?: Pin) => act('/api/appointments/{id}/request-control', id, pin);
export const withdrawControl = (id: string) => withdraw('/api/appointments/{id}/request-control', id);
export const approveControl = (id: string, pins: Pins) => act('/api/appointments/{id}/approve-request-control', id, pins);
export const rejectControl = (id: string, pins: Pins) => act('/api/appointments/{id}/reject-request-control', id, pins);
export const requestForceRelease = (id: string, pin?: Pin) => act('/api/appointments/{id}/force-release-lock-request', id, pin);
export const withdrawForceRelease = (id: string) => withdraw('/api/appointments/{id}/force-release-lock-request', id);
export const approveForceRelease = (id: string, pins: Pins) => act('/api/appointments/{id}/force-release-lock-approve', id, pins);
export const rejectForceRelease = (id: string, pins: Pins) => act('/api/appointments/{id}/force-release-lock-reject', id, pins);

export const forceRelease = (id: string, reason: string, { lock }: Pin = {}) =>
  told(write((key) => http.POST('/api/appointments/{id}/force-release-lock', { params: { path: { id }, query: { lock }, ...keyed(key) }, body: { reason } })));

export const listLocks = () => answer(http.GET('/api/locks'));

// Access log, patients

export interface AuditQuery {
  user?: string;
  appointment?: string;
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

/** One page, newest first; `next` is the cursor of the one behind it. */
export async function listAudit(query: AuditQuery): Promise<{ items: AuditEvent[]; next: string | null }> {
  const { data, headers } = await answerWithHeaders(http.GET('/api/audit', { params: { query } }));
  return { items: data, next: cursorOf(headers.get('link')) };
}

export const exportPatient = (patient: Patient) => answer(http.POST('/api/patients/export', { body: patient }));
export const erasePatient = (patient: Patient) => answer(http.POST('/api/patients/erase', { body: patient }));

function keyed(key: string) {
  return { header: { 'Idempotency-Key': key } };
}
