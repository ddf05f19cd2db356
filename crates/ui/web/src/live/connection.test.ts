import { renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Appointment } from '@/api/types';
import { begin, sessionStore } from '@/session/session';
import { ana, appointment } from '@/testing';
import { getAppointmentNow } from './appointments';
import { connect, disconnect, showWindow, useWindowState } from './connection';

const made: FakeSocket[] = [];

/** The socket as the library gives it: it asks for its address before every try. */
class FakeSocket extends EventTarget {
  readyState = WebSocket.OPEN;
  sent: { event: string; data: { from: string; to: string } }[] = [];

  constructor(readonly address: () => Promise<string>) {
    super();
    made.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text) as (typeof this.sent)[number]);
  }

  close() {}

  reconnect() {}

  /** Connects; answers the address that it was told. */
  async open(): Promise<URL> {
    const address = new URL(await this.address());
    this.dispatchEvent(new Event('open'));
    return address;
  }

  tell(frame: object) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  init(data: Appointment[], seq: number) {
    this.tell({ event: 'init-appointments', data, seq, epoch: 'e', serverTime: new Date().toISOString() });
  }
}

vi.mock('partysocket', () => ({ WebSocket: vi.fn(function (address: () => Promise<string>) { return new FakeSocket(address); }) }));

const WEEK = 7 * 86_400_000;
const far = Date.parse('2030-01-07T00:00:00Z');
const farAway = appointment({ startTime: '2030-01-08T09:00:00.000Z', endTime: '2030-01-08T10:00:00.000Z' });

async function connected(): Promise<FakeSocket> {
  begin({ ...ana, token: 'token', expiresAt: '2099-01-01T00:00:00.000Z' });
  const { session } = sessionStore.getState();
  if (!session) throw new Error('nobody is signed in');
  connect(session);
  const socket = made.at(-1);
  if (!socket) throw new Error('no socket');
  await socket.open();
  socket.init([], 5);
  return socket;
}

beforeEach(() => disconnect());

test('a connection that comes back resumes, and when nothing was missed the next window is still its own', async () => {
  const socket = await connected();
  expect((await socket.open()).searchParams.get('since')).toBe('e:5');
  socket.tell({ event: 'presence', data: { users: [] } });
  showWindow(far, far + WEEK);
  expect(socket.sent.at(-1)?.event).toBe('subscribe');
  socket.init([farAway], 6);
  expect(renderHook(useWindowState).result.current).toBe('ready');
  socket.tell({ event: 'update-appointments', data: { ...farAway, title: 'Changed', revision: 2 }, seq: 7 });
  expect(getAppointmentNow(farAway.id)?.title).toBe('Changed');
});

test('with another window one does not resume', async () => {
  const socket = await connected();
  const farther = far + 60 * WEEK;
  showWindow(farther, farther + WEEK);
  const address = await socket.open();
  expect(address.searchParams.get('since')).toBeNull();
  expect(Date.parse(address.searchParams.get('from') ?? '')).toBeLessThanOrEqual(farther);
  socket.init([], 8);
  expect(renderHook(useWindowState).result.current).toBe('ready');
});
