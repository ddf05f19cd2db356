import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { sessionStore } from '@/session/session';
import { answerOf, configOf } from './fixtures';
import PasswordPage from './PasswordPage';
import SetUpPage from './SetUpPage';

vi.mock('@/api/calls');

const TOKEN = 'n0dDVRNmVDpvmy8mEZmiKIL8TZNSV-UApAm9UL7FHOc';

function show(page: React.ReactNode, setupNeeded = true) {
  vi.mocked(calls.getConfig).mockResolvedValue(configOf({ setupNeeded }));
  render(<QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>);
}

function refusal(code: string, status = 401) {
  return new Problem({ status, code, detail: '' });
}

beforeEach(() => {
  vi.clearAllMocks();
  sessionStore.setState({ session: null, ended: false });
});

describe('SetUpPage', () => {
  async function fillIn() {
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Name'), ' Ayu ');
    await user.type(screen.getByLabelText('E-mail'), 'ayu@clinic.example');
    await user.type(screen.getByLabelText('Password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Create account and start' }));
  }

  it('makes the first administrator, signs in and leaves the link', async () => {
    location.hash = `#/setup/${TOKEN}`;
    vi.mocked(calls.setUp).mockResolvedValue(answerOf());
    show(<SetUpPage />);
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/8 to 71/);
    await fillIn();
    expect(calls.setUp).toHaveBeenCalledWith({ token: TOKEN, name: 'Ayu', email: 'ayu@clinic.example', password: 'correct horse' });
    expect(sessionStore.getState().session?.user.isAdmin).toBe(true);
    await waitFor(() => expect(location.hash).not.toContain(TOKEN));
  });

  it('puts what the server finds wrong at its field', async () => {
    location.hash = `#/setup/${TOKEN}`;
    const errors = [{ pointer: '/password', detail: 'one of the commonest' }];
    vi.mocked(calls.setUp).mockRejectedValue(new Problem({ status: 400, code: 'validation_failed', detail: '', errors }));
    show(<SetUpPage />);
    await fillIn();
    await waitFor(() => expect(screen.getByLabelText('Password')).toHaveFocus());
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/commonest passwords\. Choose/);
    expect(screen.getByLabelText('E-mail')).toBeValid();
  });

  it('tells how to get another link when this one is too old', async () => {
    location.hash = `#/setup/${TOKEN}`;
    vi.mocked(calls.setUp).mockRejectedValue(refusal('invalid_setup_token'));
    show(<SetUpPage />);
    await fillIn();
    expect(await screen.findByRole('heading', { name: 'This link no longer works' })).toHaveFocus();
    expect(screen.getByText('appointments setup-link')).toBeVisible();
  });

  it('leads to the sign-in when the set-up is done', async () => {
    location.hash = `#/setup/${TOKEN}`;
    show(<SetUpPage />, false);
    await userEvent.click(await screen.findByRole('button', { name: 'Go to sign in' }));
    expect(location.hash).toBe('#/');
  });
});

describe('PasswordPage', () => {
  async function choose() {
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('New password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Save password and sign in' }));
  }

  it('takes a password and signs in', async () => {
    location.hash = `#/password/${TOKEN}`;
    vi.mocked(calls.redeemPassword).mockResolvedValue(answerOf({ isAdmin: false }));
    show(<PasswordPage />, false);
    await choose();
    expect(calls.redeemPassword).toHaveBeenCalledWith(TOKEN, 'correct horse');
    expect(sessionStore.getState().session?.user.name).toBe('Ayu');
  });

  it('says so when the link was used already', async () => {
    location.hash = `#/password/${TOKEN}`;
    vi.mocked(calls.redeemPassword).mockRejectedValue(refusal('invalid_password_token'));
    show(<PasswordPage />, false);
    await choose();
    expect(await screen.findByRole('heading', { name: 'This link no longer works' })).toHaveFocus();
    expect(sessionStore.getState().session).toBeNull();
  });
});
