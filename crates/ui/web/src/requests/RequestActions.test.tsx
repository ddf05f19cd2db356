import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import * as toasts from '@/lib/toast';
import { begin } from '@/session/session';
import { isAsked, recallAsked } from './asked';
import { ana, appointment, budi, citra, controlBy, lock, user } from './fixtures';
import { RequestActions } from './RequestActions';

const connection = vi.hoisted(() => ({ online: true }));

vi.mock('@/api/calls');
vi.mock('@/app/navigation');
vi.mock('@/lib/toast');
vi.mock('@/live/connection', () => ({ useOnline: () => connection.online, isOnline: () => true, onFrame: () => () => undefined }));

const button = (name: string) => screen.getByRole('button', { name });
const soon = () => new Date(Date.now() + 60_000).toISOString();

function show(held = lock(), isAdmin = true) {
  begin({ ...user(citra, isAdmin), token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  recallAsked();
  return render(<RequestActions appointment={appointment(held)} />);
}

beforeEach(() => {
  connection.online = true;
  vi.mocked(calls.getAppointment).mockRejectedValue(Problem.offline());
});
afterEach(() => void vi.clearAllMocks());

it('offers administrators all, and others to be told', () => {
  show();
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Request control', 'Ask for release', 'Force release…', 'Tell me when it is free']);
});

it('offers others to be told', () => {
  show(lock(), false);
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Tell me when it is free']);
  fireEvent.click(button('Tell me when it is free'));
  expect(button('Tell me when it is free')).toHaveAttribute('aria-pressed', 'true');
  fireEvent.click(button('Tell me when it is free'));
  expect(button('Tell me when it is free')).toHaveAttribute('aria-pressed', 'false');
});

it('offers the holder nothing', () => {
  show(lock({ userId: citra.id, user: citra }));
  expect(screen.queryByRole('button')).toBeNull();
});

it('asks for the very lock that is shown, and remembers it', async () => {
  show();
  fireEvent.click(button('Request control'));
  await waitFor(() => expect(isAsked('a-1', 'control')).toBe(true));
  expect(calls.requestControl).toHaveBeenCalledWith('a-1', { lock: 'lock-1' });
});

it('shows what waits, with the time left, and withdraws it', async () => {
  show(lock(controlBy(citra, soon())));
  expect(screen.getByText('You asked Budi for control', { selector: 'p' })).toBeInTheDocument();
  expect(screen.getByText(/is yours in (1:00|0:59)/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Request control' })).toBeNull();
  fireEvent.click(button('Withdraw'));
  await waitFor(() => expect(calls.withdrawControl).toHaveBeenCalledWith('a-1'));
});

it('says who else asks', () => {
  show(lock(controlBy(ana, null)));
  expect(screen.getByText('Ana has asked for control')).toBeInTheDocument();
  expect(screen.getByText('Waiting for an answer, without a time limit.')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
});

it('says why it could not be asked', async () => {
  vi.mocked(calls.requestForceRelease).mockRejectedValue(new Problem({ status: 409, code: 'request_pending', detail: '' }));
  show();
  fireEvent.click(button('Ask for release'));
  expect(await screen.findByRole('alert')).toHaveTextContent('Another administrator is asking already.');
  expect(isAsked('a-1', 'release')).toBe(false);
});

it('asks nothing while not connected, and says so', () => {
  connection.online = false;
  show();
  fireEvent.click(button('Request control'));
  expect(calls.requestControl).not.toHaveBeenCalled();
  expect(button('Request control')).toHaveAccessibleDescription(/Not connected/);
});

it.each([
  ['ab', 'Give a reason of at least 3 characters.'],
  ['x'.repeat(501), '500 characters at most; these are 501.'],
])('wants a reason of fitting length', (reason, complaint) => {
  show();
  fireEvent.click(button('Force release…'));
  fireEvent.change(screen.getByRole('textbox', { name: /Reason/ }), { target: { value: reason } });
  fireEvent.click(button('Force release'));
  expect(screen.getByText(complaint)).toBeInTheDocument();
  expect(calls.forceRelease).not.toHaveBeenCalled();
});

it('forces the lock that was shown, for a reason', async () => {
  show(lock({ user: budi }));
  fireEvent.click(button('Force release…'));
  expect(screen.getByRole('alertdialog')).toHaveTextContent('stays with Budi as a draft');
  fireEvent.change(screen.getByRole('textbox', { name: /Reason/ }), { target: { value: ' Patient waits ' } });
  fireEvent.click(button('Force release'));
  await waitFor(() => expect(calls.forceRelease).toHaveBeenCalledWith('a-1', 'Patient waits', { lock: 'lock-1' }));
  expect(toasts.toast).toHaveBeenCalledWith('“Check-up” is released.', expect.anything());
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
});

function forceSlowly(): { refuse: () => void; unmount: () => void } {
  let refuse = () => undefined as void;
  vi.mocked(calls.forceRelease).mockReturnValue(new Promise((_, reject) => void (refuse = () => reject(new Problem({ status: 409, code: 'lock_changed', detail: '' })))));
  const { unmount } = show();
  fireEvent.click(button('Force release…'));
  fireEvent.change(screen.getByRole('textbox', { name: /Reason/ }), { target: { value: 'Patient waits' } });
  fireEvent.click(button('Force release'));
  return { refuse: () => refuse(), unmount };
}

it('stays until the answer is there, so that a refusal is seen', async () => {
  const { refuse } = forceSlowly();
  fireEvent.keyDown(screen.getByRole('textbox', { name: /Reason/ }), { key: 'Escape' });
  fireEvent.click(button('Cancel'));
  expect(screen.getByRole('alertdialog')).toBeInTheDocument();
  refuse();
  expect(await screen.findByText('Meanwhile somebody else has held it.')).toBeInTheDocument();
  fireEvent.click(button('Cancel'));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
});

it('tells a refusal also when it went with the lock', async () => {
  const { refuse, unmount } = forceSlowly();
  unmount();
  refuse();
  await waitFor(() => expect(toasts.toast).toHaveBeenCalledWith(expect.any(String), { kind: 'error' }));
});
