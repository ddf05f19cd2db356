import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { begin, sessionStore } from '@/session/session';
import { answerOf, userOf } from './fixtures';
import ProfilePage from './ProfilePage';

vi.mock('@/api/calls');
vi.mock('@/lib/toast');

beforeEach(() => {
  vi.clearAllMocks();
  begin(answerOf());
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ProfilePage />
    </QueryClientProvider>,
  );
});

async function write(label: string, text: string) {
  await userEvent.clear(screen.getByLabelText(label));
  await userEvent.type(screen.getByLabelText(label), text);
}

describe('ProfilePage', () => {
  it('saves another name without a password', async () => {
    vi.mocked(calls.updateUser).mockResolvedValue(userOf({ name: 'Ayu Lestari' }));
    await write('Name', 'Ayu Lestari');
    await userEvent.click(screen.getByRole('button', { name: 'Save details' }));
    expect(calls.updateUser).toHaveBeenCalledWith(userOf().id, { name: 'Ayu Lestari' });
    expect(sessionStore.getState().session).toMatchObject({ user: { name: 'Ayu Lestari' }, token: 'token' });
  });

  it('asks for the current password with another e-mail, and takes the fresh token', async () => {
    vi.mocked(calls.updateUser).mockResolvedValue({ ...answerOf({ email: 'new@clinic.example' }), token: 'fresh' });
    await write('E-mail', 'new@clinic.example');
    const [current] = screen.getAllByLabelText('Current password');
    await userEvent.type(current as HTMLElement, 'old password');
    await userEvent.click(screen.getByRole('button', { name: 'Save details' }));
    expect(calls.updateUser).toHaveBeenCalledWith(userOf().id, { name: 'Ayu', email: 'new@clinic.example', currentPassword: 'old password' });
    expect(sessionStore.getState().session).toMatchObject({ user: { email: 'new@clinic.example' }, token: 'fresh' });
    expect(screen.getAllByLabelText('Current password')).toHaveLength(1);
  });

  it('changes the password', async () => {
    vi.mocked(calls.updateUser).mockResolvedValue({ ...answerOf(), token: 'fresh' });
    await write('Current password', 'old password');
    await write('New password', 'correct horse');
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
    expect(calls.updateUser).toHaveBeenCalledWith(userOf().id, { currentPassword: 'old password', password: 'correct horse' });
    expect(sessionStore.getState().session?.token).toBe('fresh');
    expect(screen.getByLabelText('New password')).toHaveValue('');
  });

  it('puts a wrong current password at its field', async () => {
    vi.mocked(calls.updateUser).mockRejectedValue(new Problem({ status: 403, code: 'wrong_password', detail: '' }));
    await write('Current password', 'no idea');
    await write('New password', 'correct horse');
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
    expect(screen.getByLabelText('Current password')).toHaveFocus();
    expect(screen.getByLabelText('Current password')).toHaveAccessibleDescription('This is not your current password.');
    expect(screen.getByLabelText('New password')).toHaveValue('correct horse');
  });
});
