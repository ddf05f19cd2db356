import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { begin, sessionStore } from '@/session/session';
import { ana, appointment } from '@/testing';
import { listAppointments, saveAppointment } from './calls';
import { Problem } from './problem';

const one = appointment();
const requests: Request[] = [];
let answers: (() => Response | Promise<Response>)[] = [];

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const problem = (status: number, code: string) => json(status, { status, code, detail: code }, { 'retry-after': '3' });

beforeEach(() => {
  vi.useFakeTimers();
  requests.length = 0;
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request);
    const next = answers.shift();
    if (!next) throw new TypeError('no network');
    return next();
  });
  begin({ ...ana, token: 'token', expiresAt: '2026-12-01T12:00:00.000Z' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function save() {
  const saving = saveAppointment(one.id, 1, { note: 'x' }).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return saving;
}

test('a write of unknown outcome is sent again under the same key', async () => {
  answers = [() => Promise.reject(new TypeError()), () => problem(503, 'unavailable'), () => json(200, { ...one, revision: 2 })];
  expect(await save()).toMatchObject({ revision: 2 });
  const keys = requests.map((request) => request.headers.get('Idempotency-Key'));
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(requests[0]?.headers.get('Authorization')).toBe('Bearer token');
  expect(requests[0]?.headers.get('X-Client-Id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('it gives up in the end, and says that nothing answered', async () => {
  answers = [];
  expect(await save()).toMatchObject({ code: 'offline', status: 0 });
  expect(requests).toHaveLength(4);
});

test('a refusal is not sent again, and carries what it says', async () => {
  answers = [() => json(409, { status: 409, code: 'version_conflict', detail: 'old', current: one })];
  expect(await save()).toMatchObject({ code: 'version_conflict', current: { id: one.id } });
  expect(requests).toHaveLength(1);
});

test('a proxy’s page is no problem document, but it is no success either', async () => {
  answers = Array.from({ length: 4 }, () => () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  expect(await save()).toMatchObject({ code: 'unavailable', status: 502 });
});

test('401 ends the session, so that one can sign in again', async () => {
  answers = [() => problem(401, 'unauthenticated')];
  expect(await save()).toBeInstanceOf(Problem);
  expect(sessionStore.getState()).toMatchObject({ session: null, ended: true });
});

test('a page of a list knows the next one', async () => {
  answers = [() => json(200, [one], { link: '</api/appointments?limit=1&cursor=a%2Bb>; rel="next"', 'x-total-count': '7' })];
  expect(await listAppointments({ limit: 1 })).toEqual({ items: [one], next: 'a+b', total: 7 });
});
