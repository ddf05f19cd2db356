import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerOf } from '@/account/fixtures';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient } from '@/api/query';
import { toast } from '@/lib/toast';
import { begin } from '@/session/session';
import CancelledPage from './CancelledPage';
import { appointmentOf, BUDI } from './fixtures';

vi.mock('@/api/calls');
vi.mock('@/lib/toast');

const first = appointmentOf({ cancelledAt: '2026-11-22T03:00:00.000Z', cancelledBy: BUDI });
const second = appointmentOf({ ...first, id: 'second', title: 'Vaccination' });

async function show() {
  render(
    <QueryClientProvider client={queryClient}>
      <CancelledPage />
    </QueryClientProvider>,
  );
  await screen.findByRole('row', { name: /Check-up/ });
}

beforeEach(() => {
  vi.clearAllMocks();
  queryClient.clear();
  begin(answerOf());
  vi.mocked(calls.listAppointments).mockResolvedValue({ items: [first], next: null, total: 1 });
});

describe('CancelledPage', () => {
  it('shows who cancelled, and why only when asked', async () => {
    const cancelled = { seq: 9, kind: 'cancelled', at: first.cancelledAt as string, actor: BUDI, subject: null, revision: 3, detail: { reason: 'Has a cold' } };
    vi.mocked(calls.getHistory).mockResolvedValue({ items: [cancelled as never], next: null });
    await show();
    expect(screen.getByText('by Budi')).toBeVisible();
    expect(calls.getHistory).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Show reason: “Check-up”' }));
    expect(await screen.findByText('Reason: Has a cold')).toHaveFocus();
  });

  it('restores', async () => {
    vi.mocked(calls.restoreAppointment).mockResolvedValue(appointmentOf());
    await show();
    vi.mocked(calls.listAppointments).mockResolvedValue({ items: [], next: null, total: 0 });
    await userEvent.click(screen.getByRole('button', { name: 'Restore “Check-up”' }));
    expect(calls.restoreAppointment).toHaveBeenCalledWith(first.id);
    expect(await screen.findByText('No appointment has been cancelled')).toBeVisible();
    expect(toast).toHaveBeenCalledWith('“Check-up” is in the calendar again.', expect.anything());
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  });

  it('explains what stands in the way', async () => {
    const { id, startTime, endTime } = second;
    const conflicts = [{ id, title: 'Squeezed in', startTime, endTime }];
    vi.mocked(calls.restoreAppointment).mockRejectedValue(new Problem({ status: 409, code: 'doctor_busy', detail: '', conflicts }));
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Restore “Check-up”' }));
    expect(await screen.findByRole('alertdialog', { name: 'The time is taken' })).toHaveTextContent(/Dr\. Sari.*Squeezed in/);
  });

  it('brings one page after another', async () => {
    vi.mocked(calls.listAppointments).mockImplementation(({ cursor }) =>
      Promise.resolve(cursor ? { items: [second], next: null, total: 2 } : { items: [first], next: 'more', total: 2 }),
    );
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByRole('row', { name: /Vaccination/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
  });

  it('looks again and again: nobody tells of what is erased', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await show();
    vi.mocked(calls.listAppointments).mockResolvedValue({ items: [{ ...first, patientName: 'Erased' }], next: null, total: 1 });
    await act(() => vi.advanceTimersByTimeAsync(11_000));
    expect(await screen.findByText('Erased')).toBeVisible();
    expect(screen.queryByText(first.patientName)).not.toBeInTheDocument();
    vi.useRealTimers();
  });

  it('searches on the server, from two characters on', async () => {
    await show();
    await userEvent.type(screen.getByRole('searchbox'), 'si');
    await waitFor(() => expect(calls.listAppointments).toHaveBeenCalledWith(expect.objectContaining({ q: 'si', deleted: true })));
    expect(calls.listAppointments).not.toHaveBeenCalledWith(expect.objectContaining({ q: 's' }));
  });
});
