import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { end, sessionStore } from '@/session/session';
import { answerOf, configOf } from './fixtures';
import SignInPage from './SignInPage';

vi.mock('@/api/calls');

function show(config = configOf()) {
  vi.mocked(calls.getConfig).mockResolvedValue(config);
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <SignInPage />
    </QueryClientProvider>,
  );
}

async function fillIn(password = 'correct horse') {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('E-mail'), 'ayu@clinic.example');
  await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  return user;
}

beforeEach(() => {
  vi.clearAllMocks();
  sessionStore.setState({ session: null, ended: false });
});

describe('SignInPage', () => {
  it('signs in', async () => {
    vi.mocked(calls.login).mockResolvedValue(answerOf());
    show();
    expect(screen.getByLabelText('E-mail')).toHaveFocus();
    await fillIn();
    expect(calls.login).toHaveBeenCalledWith('ayu@clinic.example', 'correct horse');
    expect(sessionStore.getState().session?.user.name).toBe('Ayu');
  });

  it('says what is missing at its field, and leads there', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(screen.getByLabelText('E-mail')).toBeInvalid();
    expect(screen.getByLabelText('E-mail')).toHaveFocus();
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription('Enter a password.');
    expect(calls.login).not.toHaveBeenCalled();
  });

  it('does not tell whether the e-mail or the password is wrong', async () => {
    vi.mocked(calls.login).mockRejectedValue(new Problem({ status: 401, code: 'invalid_credentials', detail: '' }));
    show();
    await fillIn();
    expect(await screen.findByRole('alert')).toHaveTextContent('The e-mail or the password is not right.');
  });

  it('counts down after too many attempts, and lets one try again then', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setInterval', 'clearInterval', 'performance'] });
    vi.mocked(calls.login).mockRejectedValue(new Problem({ status: 429, code: 'too_many_attempts', detail: '', retryAfter: 90 }));
    show();
    const user = await fillIn();
    expect(await screen.findByRole('timer')).toHaveTextContent('1:30');
    const button = screen.getByRole('button', { name: 'Sign in' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.click(button);
    expect(calls.login).toHaveBeenCalledTimes(1);
    act(() => void vi.advanceTimersByTime(91_000));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(button).not.toHaveAttribute('aria-disabled');
    vi.useRealTimers();
  });

  it('says that a session has ended, and asks only for the password', async () => {
    vi.mocked(calls.login).mockResolvedValue(answerOf());
    const { unmount } = show();
    await fillIn();
    unmount();
    act(() => end({ by: 'expiry' }));
    show();
    expect(screen.getByText(/Your session has ended/)).toBeVisible();
    expect(screen.getByLabelText('E-mail')).toHaveValue('ayu@clinic.example');
    expect(screen.getByLabelText('Password')).toHaveFocus();
  });

  it('shows the password on demand', async () => {
    show();
    const password = screen.getByLabelText('Password');
    expect(password).toHaveAttribute('type', 'password');
    await userEvent.click(screen.getByRole('button', { name: 'Show password' }));
    expect(password).toHaveAttribute('type', 'text');
  });

  it('offers an account only where anybody may make one', async () => {
    const { unmount } = show();
    expect(await screen.findByText(/Forgot your password/)).toBeVisible();
    unmount();
    vi.mocked(calls.createUser).mockResolvedValue(answerOf());
    vi.mocked(calls.login).mockResolvedValue(answerOf());
    show(configOf({ signup: true }));
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Create an account' }));
    await user.type(screen.getByLabelText('Name'), 'Ayu');
    await user.type(screen.getByLabelText('E-mail'), 'ayu@clinic.example');
    await user.type(screen.getByLabelText('Password'), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect(sessionStore.getState().session?.user.name).toBe('Ayu');
  });

  it('is no form while there is no user', async () => {
    show(configOf({ setupNeeded: true }));
    expect(await screen.findByText('appointments setup-link')).toBeVisible();
    expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
  });
});
