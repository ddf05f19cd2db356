import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerOf, userOf } from '@/account/fixtures';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient } from '@/api/query';
import { toast } from '@/lib/toast';
import { begin, sessionStore } from '@/session/session';
import { BUDI } from './fixtures';
import UsersPage from './UsersPage';

vi.mock('@/api/calls');
vi.mock('@/lib/toast');

const budi = userOf({ ...BUDI, isAdmin: false });
const link = { url: 'http://clinic.example/#/password/n0dDVRNmVDpvmy8mEZmiKIL8TZNSV', expiresAt: '2026-11-24T03:00:00.000Z' };

async function show() {
  render(
    <QueryClientProvider client={queryClient}>
      <UsersPage />
    </QueryClientProvider>,
  );
  await screen.findByRole('row', { name: /Budi/ });
}

async function choose(name: string, item: RegExp) {
  await userEvent.click(screen.getByRole('button', { name: `Actions for ${name}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
}

/** The button at the dialog's foot; the one that opened it is hidden behind. */
async function submit() {
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add user' }));
}

/** Escape, and a click beside the dialog. */
async function strayAway() {
  await userEvent.keyboard('{Escape}');
  const backdrop = document.querySelector('[data-state="open"][data-aria-hidden]');
  if (backdrop) await userEvent.click(backdrop);
}

beforeEach(() => {
  vi.clearAllMocks();
  queryClient.clear();
  begin(answerOf());
  vi.mocked(calls.listUsers).mockResolvedValue([userOf(), budi]);
});

describe('UsersPage', () => {
  it('marks oneself', async () => {
    await show();
    expect(within(screen.getByRole('row', { name: /Ayu/ })).getByText('You')).toBeVisible();
    expect(within(screen.getByRole('row', { name: /Budi/ })).queryByText('You')).not.toBeInTheDocument();
  });

  it('adds a user and shows the link to send', async () => {
    vi.mocked(calls.createUser).mockResolvedValue({ ...userOf({ id: 'x', name: 'Citra' }), passwordLink: link });
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Add user' }));
    await userEvent.type(screen.getByLabelText('Name'), 'Citra');
    await userEvent.type(screen.getByLabelText('E-mail'), 'citra@clinic.example');
    await submit();
    expect(calls.createUser).toHaveBeenCalledWith({ name: 'Citra', email: 'citra@clinic.example', isAdmin: false });
    expect(await screen.findByRole('textbox', { name: 'Password link' })).toHaveValue(link.url);
    expect(screen.getByText(/Good until 24 Nov 2026|Good until Nov 24, 2026/)).toBeVisible();
  });

  it('keeps the link, shown once, until a button closes it', async () => {
    vi.mocked(calls.createUser).mockResolvedValue({ ...userOf({ id: 'x', name: 'Citra' }), passwordLink: link });
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Add user' }));
    await userEvent.type(screen.getByLabelText('Name'), 'Citra');
    await userEvent.type(screen.getByLabelText('E-mail'), 'citra@clinic.example');
    await submit();
    await screen.findByRole('textbox', { name: 'Password link' });
    await strayAway();
    expect(screen.getByRole('textbox', { name: 'Password link' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('keeps what was typed of a new user, and lets go of nothing', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Add user' }));
    await strayAway();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Add user' }));
    await userEvent.type(screen.getByLabelText('Name'), 'Citra');
    await strayAway();
    expect(screen.getByLabelText('Name')).toHaveValue('Citra');
    expect(screen.getByLabelText('Name')).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('keeps what was typed of another name', async () => {
    await show();
    await choose('Budi', /Edit/);
    await userEvent.type(await screen.findByLabelText('Name'), ' Santoso');
    await strayAway();
    expect(screen.getByLabelText('Name')).toHaveValue('Budi Santoso');
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('says at the field that an e-mail is taken', async () => {
    vi.mocked(calls.createUser).mockRejectedValue(new Problem({ status: 409, code: 'email_taken', detail: '' }));
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Add user' }));
    await userEvent.type(screen.getByLabelText('Name'), 'Citra');
    await userEvent.type(screen.getByLabelText('E-mail'), 'budi@clinic.example');
    await submit();
    await waitFor(() => expect(screen.getByLabelText('E-mail')).toHaveAccessibleDescription('Somebody else already has this e-mail.'));
  });

  it('asks before a role is changed', async () => {
    vi.mocked(calls.updateUser).mockResolvedValue({ ...budi, isAdmin: true });
    await show();
    await choose('Budi', /Make administrator/);
    expect(calls.updateUser).not.toHaveBeenCalled();
    await userEvent.click(await screen.findByRole('button', { name: 'Make administrator' }));
    expect(calls.updateUser).toHaveBeenCalledWith(BUDI.id, { isAdmin: true });
    expect(toast).toHaveBeenCalledWith('Budi is an administrator now.', expect.anything());
  });

  it('explains why the only administrator stays one', async () => {
    vi.mocked(calls.deleteUser).mockRejectedValue(new Problem({ status: 409, code: 'last_admin', detail: '' }));
    await show();
    await choose('Ayu', /Delete/);
    expect(await screen.findByText(/This is your own account/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Delete user' }));
    expect(await screen.findByText(/only administrator/)).toBeVisible();
    expect(sessionStore.getState().session).not.toBeNull();
  });

  it('tells others that the page is not for them', () => {
    begin(answerOf({ isAdmin: false }));
    render(
      <QueryClientProvider client={queryClient}>
        <UsersPage />
      </QueryClientProvider>,
    );
    expect(screen.getByText('For administrators')).toBeVisible();
    expect(calls.listUsers).not.toHaveBeenCalled();
  });
});
