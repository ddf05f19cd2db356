import { beforeEach, describe, expect, test, vi } from 'vitest';
import { saveAppointment } from '@/api/calls';
import { Problem } from '@/api/problem';
import { withLock } from '@/appointment/holding';
import { getAppointmentNow } from '@/live/appointments';
import { change, placeOf } from './change';
import { appointmentOf, lockOf } from './fixtures';

vi.mock('@/api/calls', () => ({ saveAppointment: vi.fn() }));
vi.mock('@/appointment/holding', () => ({ withLock: vi.fn() }));
vi.mock('@/live/appointments', () => ({ getAppointmentNow: vi.fn() }));

const save = vi.mocked(saveAppointment);
const lock = vi.mocked(withLock);
const seen = appointmentOf();
const to = { start: Date.parse('2026-12-01T10:00:00Z'), end: Date.parse('2026-12-01T10:30:00Z'), doctorName: 'Dr. Sari' };
const refusal = (code: string, more: object = {}) => new Problem({ status: 409, code, detail: code, ...more });

beforeEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
  vi.mocked(getAppointmentNow).mockReturnValue(undefined);
  lock.mockImplementation((_, action) => action(lockOf({ id: 'mine' })));
  save.mockImplementation((id, version) => Promise.resolve(appointmentOf({ id, version: version + 1 })));
});

describe('a move', () => {
  test('takes the lock and saves under it, times only', async () => {
    const outcome = await change(seen, to);
    expect(outcome.moved).toBe(true);
    expect(save).toHaveBeenCalledWith('a1', 1, { startTime: '2026-12-01T10:00:00.000Z', endTime: '2026-12-01T10:30:00.000Z' }, { lock: 'mine', allowOverlap: undefined });
  });

  test('names the doctor only if it is another', async () => {
    await change(seen, { ...to, doctorName: null });
    expect(save.mock.calls[0]?.[2]).toMatchObject({ doctorName: null });
  });

  test('under a lock that the form holds, the form’s last save counts', async () => {
    vi.mocked(getAppointmentNow).mockReturnValue(appointmentOf({ version: 4 }));
    await change(seen, to);
    expect(save.mock.calls[0]?.[1]).toBe(4);
  });

  test.each(['locked', 'locked_elsewhere', 'doctor_busy', 'offline', 'appointment_not_found'])('%s: it stays where it was', async (code) => {
    lock.mockRejectedValue(refusal(code));
    const outcome = await change(seen, to);
    expect(outcome).toMatchObject({ moved: false, problem: { code } });
    expect(lock).toHaveBeenCalledTimes(1);
  });

  test('somebody edited something else meanwhile: once more, with theirs', async () => {
    const current = appointmentOf({ version: 2, note: 'new' });
    lock.mockRejectedValueOnce(refusal('version_conflict', { current }));
    const outcome = await change(seen, to);
    expect(outcome.moved).toBe(true);
    expect(lock.mock.calls[1]?.[0]).toBe(current);
  });

  test('somebody moved it meanwhile: theirs stays', async () => {
    lock.mockRejectedValueOnce(refusal('version_conflict', { current: appointmentOf({ version: 2, startTime: '2026-12-01T08:00:00.000Z' }) }));
    const outcome = await change(seen, to);
    expect(outcome).toMatchObject({ moved: false, problem: { code: 'version_conflict' } });
    expect(save).not.toHaveBeenCalled();
  });

  test('never tries for ever', async () => {
    lock.mockRejectedValue(refusal('version_conflict', { current: appointmentOf({ version: 2 }) }));
    expect((await change(seen, to)).moved).toBe(false);
    expect(lock).toHaveBeenCalledTimes(3);
  });

  test('too many at once: waits as long as the server says', async () => {
    vi.useFakeTimers();
    lock.mockRejectedValueOnce(refusal('rate_limited', { retryAfter: 3 }));
    const onWait = vi.fn();
    const moving = change(seen, to, { onWait });
    await vi.advanceTimersByTimeAsync(2900);
    expect(onWait).toHaveBeenCalledWith(3);
    expect(lock).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect((await moving).moved).toBe(true);
  });

  test('but not for minutes', async () => {
    lock.mockRejectedValueOnce(refusal('rate_limited', { retryAfter: 300 }));
    expect(await change(seen, to)).toMatchObject({ moved: false, problem: { code: 'rate_limited' } });
  });
});

test('a place is the times and the doctor', () => {
  expect(placeOf(seen)).toEqual({ start: Date.parse('2026-12-01T09:00Z'), end: Date.parse('2026-12-01T09:30Z'), doctorName: 'Dr. Sari' });
});
