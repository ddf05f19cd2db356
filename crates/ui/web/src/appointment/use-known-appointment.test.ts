import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { drop, put, replaceAll } from '@/live/appointments';
import { appointment } from '@/testing';
import { useKnownAppointment } from './use-known-appointment';

vi.mock('@/api/calls');
vi.mock('@/live/connection', () => ({ useOnline: () => true, onSnapshot: () => () => undefined }));

const window = { from: Date.parse('2026-12-01T00:00:00Z'), to: Date.parse('2026-12-08T00:00:00Z') };
const outside = { startTime: '2027-03-01T09:00:00.000Z', endTime: '2027-03-01T09:30:00.000Z' };
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.resetAllMocks();
});

it('outside the window, it is asked for again and again', async () => {
  const subject = appointment(outside);
  replaceAll([], window);
  let now = subject;
  vi.mocked(calls.getAppointment).mockImplementation(async () => {
    put(now);
    return now;
  });
  const { result } = renderHook(() => useKnownAppointment(subject.id));
  await wait(0);
  expect(result.current.appointment?.title).toBe('Check-up');
  now = { ...subject, title: 'Changed', revision: 2 };
  await wait(6000);
  expect(result.current.appointment?.title).toBe('Changed');
  vi.mocked(calls.getAppointment).mockRejectedValue(new Problem({ status: 404, code: 'appointment_not_found', detail: '' }));
  await wait(6000);
  expect(result.current.gone).toBe(true);
  const asked = vi.mocked(calls.getAppointment).mock.calls.length;
  await wait(20_000);
  expect(calls.getAppointment).toHaveBeenCalledTimes(asked);
});

it('within it, the server tells', async () => {
  const subject = appointment();
  replaceAll([subject], window);
  const { result } = renderHook(() => useKnownAppointment(subject.id));
  await wait(20_000);
  expect(result.current.appointment).toBe(subject);
  expect(calls.getAppointment).not.toHaveBeenCalled();
  drop(subject.id);
});
