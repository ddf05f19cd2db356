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
import { appointmentOf, lockOf } from './fixtures';
import LocksPage from './LocksPage';

const handlers = new Map<string, () => void>();

vi.mock('@/api/calls');
vi.mock('@/lib/toast');
vi.mock('@/live/connection', () => ({
  onFrame: (event: string, handler: () => void) => {
    handlers.set(event, handler);
    return () => handlers.delete(event);
  },
  onSnapshot: () => () => undefined,
}));

async function show() {
  render(
    <QueryClientProvider client={queryClient}>
      <LocksPage />
    </QueryClientProvider>,
  );
  await screen.findByRole('row', { name: /Budi/ });
}

async function release(reason: string) {
  await userEvent.click(screen.getByRole('button', { name: 'Release “Check-up”' }));
  await userEvent.type(screen.getByLabelText('Reason'), reason);
  await userEvent.click(screen.getByRole('button', { name: 'Release now' }));
}

beforeEach(() => {
  vi.clearAllMocks();
  queryClient.clear();
  begin(answerOf());
  vi.mocked(calls.listLocks).mockResolvedValue([lockOf()]);
});

describe('LocksPage', () => {
  it('shows who holds what, for how long, and who asks', async () => {
    const asking = { id: 'x', name: 'Citra', email: 'citra@clinic.example' };
    vi.mocked(calls.listLocks).mockResolvedValue([lockOf({ requestControlByUserId: 'x', requestControlByUser: asking })]);
    await show();
    expect(screen.getByRole('button', { name: 'Check-up' })).toBeVisible();
    expect(screen.getByText(/^[34]:\d\d$/)).toBeVisible();
    expect(screen.getByText('Citra asks for control')).toBeVisible();
  });

  it('asks again when an appointment changes', async () => {
    await show();
    vi.mocked(calls.listLocks).mockResolvedValue([]);
    act(() => handlers.get('update-appointments')?.());
    expect(await screen.findByText('Nobody is editing anything')).toBeVisible();
  });

  it('does not show a lock whose time is up', async () => {
    const over = lockOf({ id: 'over', expiresAt: new Date(Date.now() - 1).toISOString(), user: { id: 'y', name: 'Eka', email: 'eka@clinic.example' } });
    vi.mocked(calls.listLocks).mockResolvedValue([lockOf(), over]);
    await show();
    expect(screen.queryByText('Eka')).not.toBeInTheDocument();
    expect(screen.getByText('1 lock')).toBeVisible();
  });

  it('releases this holding only, with a reason', async () => {
    vi.mocked(calls.forceRelease).mockResolvedValue(appointmentOf());
    await show();
    await release('Urgent');
    expect(calls.forceRelease).toHaveBeenCalledWith(appointmentOf().id, 'Urgent', { lock: lockOf().id });
    expect(toast).toHaveBeenCalledWith('“Check-up” is released.', expect.anything());
  });

  it('wants a reason worth the name', async () => {
    await show();
    await release('no');
    expect(screen.getByLabelText('Reason')).toHaveAccessibleDescription(/at least 3 characters/);
    expect(calls.forceRelease).not.toHaveBeenCalled();
  });

  it('is not closed while it is releasing, so that the refusal is seen', async () => {
    let refuse = () => undefined as void;
    vi.mocked(calls.forceRelease).mockReturnValue(new Promise((_, reject) => void (refuse = () => reject(new Problem({ status: 409, code: 'lock_changed', detail: '' })))));
    await show();
    await release('Urgent');
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    refuse();
    expect(await screen.findByText(/Somebody else holds it now/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('says so when it was free already, or another holds it', async () => {
    vi.mocked(calls.forceRelease).mockRejectedValue(new Problem({ status: 409, code: 'lock_changed', detail: '' }));
    await show();
    await release('Urgent');
    expect(await screen.findByText(/Somebody else holds it now/)).toBeVisible();
    vi.mocked(calls.forceRelease).mockRejectedValue(new Problem({ status: 404, code: 'lock_not_found', detail: '' }));
    await userEvent.click(screen.getByRole('button', { name: 'Release now' }));
    await waitFor(() => expect(toast).toHaveBeenCalledWith('“Check-up” was free already.', expect.anything()));
  });
});
