/**
 * The socket. It brings the window one looks at, every change of it, and what concerns one personally; when it breaks it
 * comes back by itself and resumes where it was.
 */
import { WebSocket as ReconnectingSocket } from 'partysocket';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { getAppointment, getConfig, getProfile } from '@/api/calls';
import { Problem } from '@/api/problem';
import { type Session, sessionStore } from '@/session/session';
import { drop, expireLocks, forgetAll, put, replaceAll, type Span } from './appointments';
import { learn } from './clock';
import type { Frame, Frames } from './frames';
import { forgetUnheard, tellFrame, tellSnapshot } from './listeners';
import { arePresent } from './presence';
import { Windows } from './windows';

export { onFrame, onSnapshot } from './listeners';

export interface Connection {
  state: 'connecting' | 'online' | 'offline';
  /** Since when, by this device's clock; milliseconds. */
  since: number;
}

/** A connection that is back within this time was never away, as far as people see; milliseconds. */
const GRACE = 1_500;
/** Silence after which the server is asked for a sign of life, and how long that may take. */
const SILENCE = 25_000;
const SIGN_OF_LIFE = 6_000;
/** The look at all of this; a gap of many of them between two looks means that the device slept. */
const LOOK = 1_000;
const SLEPT = 10_000;
/** The wait before a further try, at random in between, so that a restarted node is not run over. */
const WAIT = { least: 500, first: 1_500, most: 5_000 };

const connectionStore = createStore<Connection>(() => ({ state: 'connecting', since: Date.now() }));
const windowStore = createStore<{ state: WindowState }>(() => ({ state: 'loading' }));
const windows = new Windows();

export type WindowState = 'loading' | 'ready' | 'too_large';

let socket: ReconnectingSocket | null = null;
let user: string | null = null;
let resume: { epoch: string; seq: number; span: Span } | null = null;
let clockIsKnown = true;
let tries = 0;
let heard = 0;
let asked = 0;
let looked = 0;
/** When the last snapshot was asked for. */
let requested = 0;
let graceTimer: ReturnType<typeof setTimeout> | undefined;
let lookTimer: ReturnType<typeof setInterval> | undefined;

export function useConnection(): Connection {
  return useStore(connectionStore);
}

export function useOnline(): boolean {
  return useStore(connectionStore, ({ state }) => state === 'online');
}

export function isOnline(): boolean {
  return connectionStore.getState().state === 'online';
}

export function useWindowState(): WindowState {
  return useStore(windowStore, ({ state }) => state);
}

/** Looks at appointments from one instant to another (milliseconds since 1970); loads them if they are not there. */
export function showWindow(from: number, to: number): void {
  const span = windows.want({ from, to });
  windowStore.setState({ state: windows.state });
  if (span) subscribe(span);
}

function subscribe(span: Span): void {
  requested = Date.now();
  send('subscribe', iso(span));
}

export function send(event: string, data: unknown): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ event, data }));
}

/** Connects for who is signed in, with the window that is wanted by then. */
export function connect(session: Session): void {
  disconnect();
  if (user !== session.user.id) forgetAll();
  user = session.user.id;
  lookTimer = setInterval(look, LOOK);
  looked = Date.now();
  addEventListener('offline', wentOffline);
  addEventListener('online', reconnect);
  document.addEventListener('visibilitychange', look);
  open();
}

export function disconnect(): void {
  clearInterval(lookTimer);
  lookTimer = undefined;
  removeEventListener('offline', wentOffline);
  removeEventListener('online', reconnect);
  document.removeEventListener('visibilitychange', look);
  const closing = socket;
  // Its end is no news any more.
  socket = null;
  closing?.close();
  resume = null;
  forgetUnheard();
  windows.forget();
  clearTimeout(graceTimer);
  graceTimer = undefined;
  connectionStore.setState({ state: 'connecting', since: Date.now() });
}

/** A later token extends the socket's time. */
export function authenticate(token: string): void {
  send('authenticate', { token });
}

function iso({ from, to }: Span) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function open(): void {
  tries = 0;
  socket = new ReconnectingSocket(address, protocols, { minReconnectionDelay: 0, maxReconnectionDelay: 0, connectionTimeout: 8_000, maxEnqueuedMessages: 0 });
  socket.addEventListener('open', opened);
  socket.addEventListener('message', ({ data }) => heardFrame(JSON.parse(String(data)) as Frame));
  socket.addEventListener('close', ({ code }) => closed(code));
}

/** Where to connect; a further try waits first. */
async function address(): Promise<string> {
  if (tries > 0) await pause(WAIT.least + Math.random() * (Math.min(WAIT.first * tries, WAIT.most) - WAIT.least));
  tries += 1;
  requested = Date.now();
  const span = windows.connecting();
  const url = new URL('/ws', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const { from, to } = iso(span);
  url.searchParams.set('from', from);
  url.searchParams.set('to', to);
  if (resume && resume.span.from === span.from && resume.span.to === span.to) url.searchParams.set('since', `${resume.epoch}:${resume.seq}`);
  return url.href;
}

function protocols(): string[] {
  const token = sessionStore.getState().session?.token;
  return token ? ['appointments.v1', `bearer.${token}`] : ['appointments.v1'];
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function opened(): void {
  tries = 0;
  heard = Date.now();
  asked = 0;
  for (const span of windows.later) subscribe(span);
}

function setState(state: Connection['state']): void {
  clearTimeout(graceTimer);
  graceTimer = undefined;
  if (connectionStore.getState().state !== state) connectionStore.setState({ state, since: Date.now() });
}

function wentOffline(): void {
  setState('offline');
}

/** What the browser calls its socket's end says little: whether one is still signed in is asked. */
function closed(code: number): void {
  if (!socket) return;
  const first = connectionStore.getState().state === 'connecting';
  graceTimer ??= setTimeout(() => setState('offline'), first ? 4 * GRACE : GRACE);
  if (code === 4401 || heard === 0) getProfile().catch(() => undefined);
  heard = 0;
}

function reconnect(): void {
  if (!socket) return;
  tries = 0;
  socket.reconnect();
}

/** Finds a dead socket: after a sleep at once, else when nobody answers. And locks whose time is up. */
function look(): void {
  const at = Date.now();
  const slept = at - looked > SLEPT;
  looked = at;
  // The device's clock may have been set meanwhile: locks are not judged by it before it is known how wrong it is.
  if (slept) learnClock();
  if (clockIsKnown && isOnline()) expireLocks();
  if (!socket || socket.readyState !== WebSocket.OPEN || heard === 0) return;
  if (slept || (asked > heard && at - asked > SIGN_OF_LIFE)) reconnect();
  else if (at - heard > SILENCE && asked <= heard) {
    asked = at;
    const token = sessionStore.getState().session?.token;
    if (token) authenticate(token);
  }
}

function learnClock(): void {
  clockIsKnown = false;
  const done = () => {
    clockIsKnown = true;
  };
  getConfig().then(done, done);
}

function heardFrame(frame: Frame): void {
  heard = Date.now();
  setState('online');
  take(frame);
  if (frame.seq !== undefined && resume) resume.seq = Math.max(resume.seq, frame.seq);
  tellFrame(frame);
}

function take(frame: Frame): void {
  switch (frame.event) {
    case 'init-appointments':
      return snapshot(frame as Frame<'init-appointments'>);
    case 'update-appointments':
      put(frame.data as Frames['update-appointments']);
      break;
    case 'remove-appointments': {
      const { id, revision } = frame.data as Frames['remove-appointments'];
      drop(id, revision);
      break;
    }
    case 'presence':
      arePresent((frame.data as Frames['presence']).users);
      break;
    case 'error':
      refused(frame.data as Frames['error']);
      break;
    default:
  }
  // A snapshot comes before anything else: without one, the connection goes on where it was, be there news or not.
  if (frame.event !== 'error') windows.resumed();
  windowStore.setState({ state: windows.state });
}

function snapshot({ data, seq, epoch, serverTime }: Frame<'init-appointments'>): void {
  const span = windows.arrived();
  if (serverTime) learn(serverTime, requested);
  resume = { epoch: epoch ?? '', seq: seq ?? 0, span };
  replaceAll(data, span).forEach(lookFor);
  windowStore.setState({ state: windows.state });
  tellSnapshot();
}

/** Opened, and not in its window any more: moved elsewhere, which the answer brings, or cancelled. */
function lookFor(id: string): void {
  getAppointment(id).catch((problem: unknown) => {
    if (problem instanceof Problem && problem.code === 'appointment_not_found') drop(id);
  });
}

/** A window that is too large is asked for again without its margins; then it is for the view to say. */
function refused({ code }: Frames['error']): void {
  if (code !== 'window_too_large' && code !== 'validation_failed' && code !== 'unavailable') return;
  const narrower = windows.refused(code === 'window_too_large');
  windowStore.setState({ state: windows.state });
  if (narrower) subscribe(narrower);
}
