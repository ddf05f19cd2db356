/** The client of the API: who calls, from which tab, under which key, and what comes back. */
import createClient, { type Middleware } from 'openapi-fetch';
import { clientId } from '@/session/client-id';
import { end, sessionStore } from '@/session/session';
import { isPassing, Problem } from './problem';
import type { paths } from './schema';

/** How often a write is sent, and how long is waited before it is sent again, in milliseconds. */
const PAUSES = [400, 1200, 2500];

/** What is not answered in so many milliseconds is taken for unreachable; the server itself gives up after five seconds. */
const PATIENCE = 12_000;

const identity: Middleware = {
  onRequest({ request }) {
    const session = sessionStore.getState().session;
    if (session) request.headers.set('Authorization', `Bearer ${session.token}`);
    if (request.method !== 'GET') request.headers.set('X-Client-Id', clientId());
    return request;
  },
  async onResponse({ request, response }) {
    if (response.status !== 401) return undefined;
    const sent = request.headers.get('Authorization');
    const token = sessionStore.getState().session?.token;
    const { code } = (await response.clone().json().catch(() => ({}))) as { code?: string };
    // A wrong password or a used link is another matter.
    if (code === 'unauthenticated' && token && sent === `Bearer ${token}`) end({ by: 'expiry' });
    return undefined;
  },
};

export const http = createClient<paths>({ baseUrl: '/', fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE)]) }) });
http.use(identity);

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a success, or its problem thrown. */
export async function answer<T>(asked: Promise<Outcome<T>>): Promise<T> {
  return (await answerWithHeaders(asked)).data;
}

export async function answerWithHeaders<T>(asked: Promise<Outcome<T>>): Promise<{ data: T; headers: Headers }> {
  const outcome = await asked.catch(() => {
    throw Problem.offline();
  });
  if (!outcome.response.ok) throw Problem.of(outcome.error, outcome.response);
  return { data: outcome.data as T, headers: outcome.response.headers };
}

/**
 * A write under a key, sent again while its outcome is unknown: the key keeps it from happening twice. Gives up after a few
 * seconds with the last problem; whoever tries the same once more after that gives the same key.
 */
export async function write<T>(send: (key: string) => Promise<Outcome<T>>, key: string = crypto.randomUUID()): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await answer(send(key));
    } catch (problem) {
      if (!(problem instanceof Problem) || !isPassing(problem)) throw problem;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return answer(send(key));
}
