import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '@/api/problem';
import { getAppointmentNow } from '@/live/appointments';
import { prepareTime } from '@/lib/time';
import { type ToastOptions, toast } from '@/lib/toast';
import { change } from './change';
import { appointmentOf } from './fixtures';
import { pendingMove, pendingStore } from './pending';
import { reschedule } from './reschedule';

vi.mock('@/live/appointments', () => ({ getAppointmentNow: vi.fn(), keep: vi.fn(() => () => undefined) }));
vi.mock('@/lib/toast', () => ({ toast: vi.fn(), dismissToast: vi.fn() }));
vi.mock('./change', async (original) => ({ ...(await original<typeof import('./change')>()), change: vi.fn() }));

const changed = vi.mocked(change);
const told = vi.mocked(toast);
const before = appointmentOf();
const to = { start: Date.parse('2026-12-01T10:00:00Z'), end: Date.parse('2026-12-01T10:30:00Z'), doctorName: 'Dr. Sari' };
const after = appointmentOf({ version: 2, startTime: '2026-12-01T10:00:00.000Z', endTime: '2026-12-01T10:30:00.000Z' });
const last = (): [string, ToastOptions] => told.mock.calls.at(-1) as [string, ToastOptions];

beforeAll(() => prepareTime('UTC'));
beforeEach(() => vi.clearAllMocks());

describe('rescheduling', () => {
  test('is shown until it is decided', async () => {
    let decide: (outcome: Awaited<ReturnType<typeof change>>) => void = () => undefined;
    changed.mockReturnValue(new Promise((resolve) => (decide = resolve)));
    const moving = reschedule(before, to);
    expect(pendingMove('a1')).toMatchObject({ ...to, phase: 'saving' });
    decide({ moved: true, appointment: after });
    expect(await moving).toBe(true);
    expect(pendingStore.getState().size).toBe(0);
  });

  test('can be taken back for ten seconds', async () => {
    changed.mockResolvedValueOnce({ moved: true, appointment: after });
    await reschedule(before, to);
    const [text, options] = last();
    expect(text).toContain('Check-up');
    expect(options).toMatchObject({ duration: 10_000, action: { label: 'Undo' } });
    vi.mocked(getAppointmentNow).mockReturnValue(after);
    changed.mockResolvedValueOnce({ moved: true, appointment: before });
    options.action?.onClick();
    await vi.waitFor(() => expect(last()[0]).toContain('is back'));
    expect(changed.mock.calls[1]?.[1]).toMatchObject({ start: Date.parse(before.startTime) });
    expect(last()[1].action).toBeUndefined();
  });

  test('but not over somebody else’s move', async () => {
    changed.mockResolvedValueOnce({ moved: true, appointment: after });
    await reschedule(before, to);
    vi.mocked(getAppointmentNow).mockReturnValue(appointmentOf({ version: 3, startTime: '2026-12-01T11:00:00.000Z' }));
    last()[1].action?.onClick();
    await vi.waitFor(() => expect(last()[0]).toContain('has changed since'));
    expect(changed).toHaveBeenCalledTimes(1);
  });

  test('says whom it clashes with, and books anyway if told to', async () => {
    const conflicts = [{ id: 'a2', title: 'Vaccination', startTime: '2026-12-01T10:15:00.000Z', endTime: '2026-12-01T10:45:00.000Z' }];
    const problem = new Problem({ status: 409, code: 'doctor_busy', detail: '', conflicts });
    changed.mockResolvedValueOnce({ moved: false, problem, appointment: before });
    expect(await reschedule(before, to)).toBe(false);
    const [text, options] = last();
    expect(text).toContain('Dr. Sari');
    expect(text).toContain('Vaccination');
    expect(options.action?.label).toBe('Book anyway');
    changed.mockResolvedValueOnce({ moved: true, appointment: after });
    options.action?.onClick();
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
    expect(changed.mock.calls[1]?.[2]).toMatchObject({ allowOverlap: true });
  });

  test('says who holds it', async () => {
    const problem = new Problem({ status: 409, code: 'locked', detail: '', lock: { user: { name: 'Budi' } } as never });
    changed.mockResolvedValueOnce({ moved: false, problem, appointment: before });
    await reschedule(before, to);
    expect(last()[0]).toBe('“Check-up” stays where it is: Budi is editing it.');
    expect(last()[1].action).toBeUndefined();
  });

  test('survives what it does not know', async () => {
    changed.mockRejectedValueOnce(new Error('boom'));
    expect(await reschedule(before, to)).toBe(false);
    expect(pendingStore.getState().size).toBe(0);
  });
});
