import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { put } from '@/live/appointments';
import { signOut } from '@/session/session';
import { ana, appointment, lockOf } from '@/testing';
import { closeLease, openLease, withLock } from './holding';

vi.mock('@/api/calls');
vi.mock('@/live/connection', () => ({ isOnline: () => true, onFrame: () => () => undefined }));

let subject = appointment();
const lock = lockOf(ana, { id: 'mine', clientId: 'tab' });

beforeEach(() => {
  subject = appointment();
  put(subject);
  vi.mocked(calls.acquireLock).mockResolvedValue({ ...lock });
  vi.mocked(calls.releaseLock).mockResolvedValue(subject);
});
afterEach(() => void vi.resetAllMocks());

it('takes a lock for one action and gives it back', async () => {
  expect(await withLock(subject, async ({ id }) => id)).toBe('mine');
  expect(calls.acquireLock).toHaveBeenCalledWith(subject.id, 1);
  expect(calls.releaseLock).toHaveBeenCalledWith(subject.id, { lock: 'mine' });
});

it('gives it back when the action fails, and lets the failure through', async () => {
  const failure = Problem.offline();
  await expect(withLock(subject, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(calls.releaseLock).toHaveBeenCalledTimes(1);
});

it('lets a refusal through, and gives nothing back', async () => {
  const refusal = new Problem({ status: 409, code: 'locked', detail: '', lock });
  vi.mocked(calls.acquireLock).mockRejectedValueOnce(refusal);
  await expect(withLock(subject, async () => undefined)).rejects.toBe(refusal);
  expect(calls.releaseLock).not.toHaveBeenCalled();
});

it('shares one lock between actions at the same time', async () => {
  await Promise.all([withLock(subject, async () => undefined), withLock(subject, async () => undefined)]);
  expect(calls.acquireLock).toHaveBeenCalledTimes(1);
  expect(calls.releaseLock).toHaveBeenCalledTimes(1);
});

it('uses the lock of the editor, which keeps it', async () => {
  await openLease(subject.id).acquire(subject);
  await withLock(subject, async () => undefined);
  expect(calls.acquireLock).toHaveBeenCalledTimes(1);
  expect(calls.releaseLock).not.toHaveBeenCalled();
  await closeLease(subject.id);
  expect(calls.releaseLock).toHaveBeenCalledTimes(1);
});

it('leaves it to an editor that was opened meanwhile', async () => {
  await withLock(subject, () => openLease(subject.id).acquire(subject));
  expect(calls.releaseLock).not.toHaveBeenCalled();
  await closeLease(subject.id);
});

it('opened again before the lock came, it goes on with that one', async () => {
  const answers: (() => void)[] = [];
  vi.mocked(calls.acquireLock).mockImplementation(() => new Promise((resolve) => answers.push(() => resolve({ ...lock }))));
  const first = openLease(subject.id);
  void first.acquire(subject);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  const closed = closeLease(subject.id);
  await new Promise((resolve) => setTimeout(resolve));
  const again = openLease(subject.id);
  const taken = again.acquire(subject);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.();
  expect(await taken).toEqual(subject);
  answers[0]?.();
  await closed;
  expect(calls.releaseLock).not.toHaveBeenCalled();
  expect(again.state.getState().phase).toBe('held');
  await closeLease(subject.id);
  expect(calls.releaseLock).toHaveBeenCalledTimes(1);
});

it('closed twice before the first was given back, only the last one ends it', async () => {
  const released: (() => void)[] = [];
  vi.mocked(calls.releaseLock).mockImplementation(() => new Promise((resolve) => released.push(() => resolve(subject))));
  const first = openLease(subject.id);
  await first.acquire(subject);
  const closed = closeLease(subject.id);
  const second = openLease(subject.id);
  expect(second).toBe(first);
  const taken = second.acquire(subject);
  const closedAgain = closeLease(subject.id);
  const third = openLease(subject.id);
  released[0]?.();
  await taken;
  await Promise.all([closed, closedAgain]);
  expect(openLease(subject.id)).toBe(third);
  vi.mocked(calls.releaseLock).mockResolvedValue(subject);
  await closeLease(subject.id);
  await closeLease(subject.id);
});

it('gives all back when one signs out, and when the page goes', async () => {
  const lease = openLease(subject.id);
  await lease.acquire(subject);
  await signOut(async () => undefined);
  expect(calls.releaseLock).toHaveBeenCalledWith(subject.id, { lock: 'mine', keepalive: undefined });

  await lease.acquire(subject);
  dispatchEvent(new Event('pagehide'));
  expect(calls.releaseLock).toHaveBeenLastCalledWith(subject.id, { lock: 'mine', keepalive: true });
  expect(lease.state.getState().phase).toBe('idle');

  // Back out of the browser's cache.
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await vi.waitFor(() => expect(lease.state.getState().phase).toBe('held'));
  await closeLease(subject.id);
});
