import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment, Lock } from '@/api/types';
import { drop, put } from '@/live/appointments';
import { ana, appointment, budi, lockOf } from '@/testing';
import { createLease, type LeaseHandle } from './lease';

const frames = vi.hoisted(() => new Map<string, (data: unknown) => void>());

vi.mock('@/api/calls');
vi.mock('@/live/connection', () => ({
  isOnline: () => true,
  onFrame: (event: string, handler: (data: unknown) => void) => {
    frames.set(event, handler);
    return () => frames.delete(event);
  },
}));

/** Each test a day later: when somebody was last there is remembered from one to the next. */
let day = Date.parse('2026-12-01T09:00:00Z');
let lease: LeaseHandle;
let subject: Appointment;
const phase = () => lease.state.getState().phase;
const mine = () => lockOf(ana, { clientId: 'tab', expiresAt: new Date(Date.now() + 300_000).toISOString(), createdAt: new Date().toISOString() });
const refuse = (code: string, more: Partial<Problem> = {}) => new Problem({ status: 409, code, detail: '', ...more });
const move = () => dispatchEvent(new Event('pointermove'));

beforeEach(() => {
  day += 86_400_000;
  vi.useFakeTimers({ now: day });
  subject = appointment();
  put(subject);
  vi.mocked(calls.releaseLock).mockResolvedValue(subject);
  vi.mocked(calls.acquireLock).mockRejectedValue(Problem.offline());
  lease = createLease(subject.id);
});

afterEach(() => {
  lease.dispose();
  drop(subject.id);
  vi.useRealTimers();
  vi.resetAllMocks();
});

async function hold() {
  const lock = mine();
  vi.mocked(calls.acquireLock).mockResolvedValueOnce({ ...lock });
  expect(await lease.acquire(subject)).toEqual(subject);
  return lock;
}

describe('acquire', () => {
  it('takes the lock of the version that is known', async () => {
    await hold();
    expect(calls.acquireLock).toHaveBeenCalledWith(subject.id, 1, { move: false });
    expect(phase()).toBe('held');
  });

  it('tries again by itself with the version that the refusal shows', async () => {
    const newer = { ...subject, version: 4, revision: 9, note: 'newer' };
    vi.mocked(calls.acquireLock).mockRejectedValueOnce(refuse('version_conflict', { current: newer })).mockResolvedValueOnce({ ...mine() });
    expect(await lease.acquire(subject)).toEqual(newer);
    expect(vi.mocked(calls.acquireLock).mock.calls.map(([, version]) => version)).toEqual([1, 4]);
  });

  it('waits out a limit, and shows it', async () => {
    vi.mocked(calls.acquireLock).mockRejectedValueOnce(new Problem({ status: 429, code: 'rate_limited', detail: '', retryAfter: 3 })).mockResolvedValueOnce({ ...mine() });
    const taken = lease.acquire(subject);
    await vi.advanceTimersByTimeAsync(0);
    expect(lease.state.getState()).toEqual({ phase: 'acquiring', until: Date.now() + 3000 });
    await vi.advanceTimersByTimeAsync(3000);
    expect(await taken).toEqual(subject);
  });

  it.each([
    ['locked', 'locked'],
    ['locked_elsewhere', 'elsewhere'],
    ['unavailable', 'failed'],
  ])('%s: %s', async (code, expected) => {
    vi.mocked(calls.acquireLock).mockRejectedValueOnce(refuse(code, { lock: lockOf(budi) }));
    expect(await lease.acquire(subject)).toBeNull();
    expect(phase()).toBe(expected);
  });

  it('gives back what comes after the editor was closed', async () => {
    const late = mine();
    let answer: (lock: typeof late) => void = () => undefined;
    vi.mocked(calls.acquireLock).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const taken = lease.acquire(subject);
    await vi.advanceTimersByTimeAsync(0);
    const released = lease.release();
    answer({ ...late });
    expect(await taken).toBeNull();
    await released;
    expect(calls.releaseLock).toHaveBeenCalledWith(subject.id, { lock: late.id });
  });

  it('waits for the release before it, so that one does not end the other', async () => {
    await hold();
    let released: (appointment: Appointment) => void = () => undefined;
    vi.mocked(calls.releaseLock).mockReturnValueOnce(new Promise((resolve) => (released = resolve)));
    void lease.release();
    void lease.acquire(subject);
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.acquireLock).toHaveBeenCalledTimes(1);
    released(subject);
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.acquireLock).toHaveBeenCalledTimes(2);
  });
});

describe('renewal', () => {
  it('goes on as long as somebody is there', async () => {
    const lock = await hold();
    vi.mocked(calls.acquireLock).mockImplementation(async () => ({ ...lock, expiresAt: new Date(Date.now() + 300_000).toISOString() }));
    for (let minute = 0; minute < 10; minute++) {
      move();
      await vi.advanceTimersByTimeAsync(61_000);
    }
    expect(phase()).toBe('held');
    expect(vi.mocked(calls.acquireLock).mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(calls.acquireLock).toHaveBeenLastCalledWith(subject.id, 1, { lock: lock.id });
  });

  it('warns who went away, and lets the lock go', async () => {
    await hold();
    await vi.advanceTimersByTimeAsync(241_000);
    expect(lease.state.getState()).toMatchObject({ warning: 'soon' });
    await vi.advanceTimersByTimeAsync(45_000);
    expect(lease.state.getState()).toMatchObject({ warning: 'last' });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(lease.state.getState()).toMatchObject({ phase: 'lost', reason: 'expired' });
    expect(calls.acquireLock).toHaveBeenCalledTimes(1);
  });

  it('keeps editing when asked to', async () => {
    const lock = await hold();
    await vi.advanceTimersByTimeAsync(250_000);
    vi.mocked(calls.acquireLock).mockResolvedValueOnce({ ...lock, expiresAt: new Date(Date.now() + 300_000).toISOString() });
    await lease.renew();
    expect(lease.state.getState()).toMatchObject({ phase: 'held', warning: 'none' });
  });

  it.each([
    ['lock_changed', { reason: 'handed_over' }],
    ['version_conflict', { reason: 'gone' }],
  ])('learns of the loss by %s', async (code, expected) => {
    await hold();
    vi.mocked(calls.acquireLock).mockRejectedValueOnce(refuse(code, { lock: lockOf(budi) }));
    await lease.renew();
    expect(lease.state.getState()).toMatchObject({ phase: 'lost', ...expected });
  });

  it('comes in time for a short lock, too', async () => {
    const short = () => ({ ...mine(), id: 'short', expiresAt: new Date(Date.now() + 2000).toISOString() });
    vi.mocked(calls.acquireLock).mockImplementation(async () => {
      const lock = short();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return lock;
    });
    void lease.acquire(subject);
    const phases = new Set<string>();
    for (let at = 0; at < 10_000; at += 100) {
      move();
      await vi.advanceTimersByTimeAsync(100);
      if (at > 500) phases.add(phase());
    }
    expect([...phases]).toEqual(['held']);
  });

  it('that was answered after the time was up here brings the lock back', async () => {
    const lock = await hold();
    let answer: (lock: Lock) => void = () => undefined;
    vi.mocked(calls.acquireLock).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    await vi.advanceTimersByTimeAsync(299_000);
    const renewed = lease.renew();
    await vi.advanceTimersByTimeAsync(2000);
    expect(lease.state.getState()).toMatchObject({ phase: 'lost', reason: 'expired' });
    answer({ ...lock, expiresAt: new Date(Date.now() + 299_000).toISOString() });
    await renewed;
    expect(phase()).toBe('held');
  });

  it('that turns into a new lock after the old one was given back is given back, too', async () => {
    const lock = await hold();
    let answer: (lock: Lock) => void = () => undefined;
    vi.mocked(calls.acquireLock).mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    void lease.renew();
    const released = lease.release();
    answer({ ...lock, id: 'new' });
    await released;
    expect(calls.releaseLock).toHaveBeenLastCalledWith(subject.id, { lock: 'new' });
  });

  it('survives a failing connection as long as its time lasts', async () => {
    await hold();
    vi.mocked(calls.acquireLock).mockRejectedValueOnce(Problem.offline());
    await lease.renew();
    expect(phase()).toBe('held');
  });
});

describe('the rest of the world', () => {
  it('tells by a frame that the lock is lost', async () => {
    const lock = await hold();
    frames.get('lock-lost')?.({ lockId: lock.id, reason: 'force_released', byUser: lockOf(budi).user });
    expect(lease.state.getState()).toMatchObject({ phase: 'lost', reason: 'force_released', by: { name: 'Budi' } });
  });

  it('tells by the appointment itself', async () => {
    const lock = await hold();
    put({ ...subject, revision: 2, appointmentLock: lock });
    put({ ...subject, revision: 3, appointmentLock: lockOf(budi) });
    expect(lease.state.getState()).toMatchObject({ phase: 'lost', reason: 'handed_over' });
  });

  it('is asked after a sleep', async () => {
    await hold();
    vi.mocked(calls.lockStatus).mockResolvedValueOnce(lockOf(budi));
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls.lockStatus).toHaveBeenCalled();
    expect(lease.state.getState()).toMatchObject({ phase: 'lost', reason: 'handed_over' });
  });
});
