import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import * as navigation from '@/app/navigation';
import { type Draft, dropDraft, storeDraft } from '@/appointment/drafts';
import { openEditor } from '@/appointment/open-editor';
import { forgetAll, put } from '@/live/appointments';
import type { FrameName } from '@/live/frames';
import * as toasts from '@/lib/toast';
import { begin } from '@/session/session';
import { addAsked, recallAsked } from './asked';
import { ana, appointment, budi, citra, controlBy, entry, lock, releaseBy, user } from './fixtures';
import Requests from './Requests';
import { startWatch } from './watches';

const handlers = vi.hoisted(() => new Map<string, Set<(data: unknown) => void>>());

vi.mock('@/api/calls');
vi.mock('@/app/navigation');
vi.mock('@/lib/toast');
vi.mock('@/live/connection', () => ({
  useOnline: () => true,
  isOnline: () => true,
  onSnapshot: () => () => undefined,
  onFrame: (event: string, handler: (data: unknown) => void) => {
    handlers.set(event, (handlers.get(event) ?? new Set()).add(handler));
    return () => handlers.get(event)?.delete(handler);
  },
}));

const brief = { id: 'a-1', title: 'Check-up', patientName: 'Siti Rahma', datebirth: '1984-05-17', startTime: '2026-12-01T09:00:00.000Z' };
const frame = (event: FrameName, data: unknown) => act(() => handlers.get(event)?.forEach((handler) => handler(data)));
const toasted = () => vi.mocked(toasts.toast).mock.calls.map(([text]) => text);
const live = (one: ReturnType<typeof appointment>) => act(() => put(one));
const soon = () => new Date(Date.now() + 60_000).toISOString();

function signIn(person: typeof budi): void {
  begin({ ...user(person), token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  forgetAll();
  recallAsked();
}

beforeEach(() => {
  vi.mocked(calls.getAppointment).mockRejectedValue(Problem.offline());
  vi.mocked(calls.getHistory).mockResolvedValue({ items: [], next: null });
  vi.mocked(navigation.placeNow).mockReturnValue({ page: 'calendar', view: 'week', date: '2026-12-01', panel: null });
  openEditor.setState(null, true);
});

afterEach(() => {
  vi.clearAllMocks();
  vi.useRealTimers();
});

function holdAsked(change = controlBy(citra, soon())): void {
  signIn(budi);
  render(<Requests />);
  live(appointment(lock(change)));
}

function openDirty(save: () => Promise<boolean>) {
  const editor = { id: 'a-1', lockId: 'lock-1', dirty: true, save: vi.fn(save), storeDraft: vi.fn(), discard: vi.fn() };
  openEditor.setState(editor, true);
  return editor;
}

it('asks the holder, with the focus on the question and no draft at risk', () => {
  const editor = openDirty(() => Promise.resolve(true));
  holdAsked();
  const dialog = screen.getByRole('alertdialog', { name: 'Citra asks for control' });
  expect(dialog).toHaveTextContent('Siti Rahma');
  expect(dialog).toHaveTextContent(/1:00|0:59/);
  expect(dialog).toHaveFocus();
  expect(editor.storeDraft).toHaveBeenCalledOnce();
});

it('answers pinned to what was shown, and closes without another word', async () => {
  vi.mocked(calls.approveControl).mockImplementation(() => {
    const now = appointment(lock({ id: 'lock-2', userId: citra.id, user: citra }));
    put(now);
    return Promise.resolve(now);
  });
  holdAsked();
  fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(calls.approveControl).toHaveBeenCalledWith('a-1', { lock: 'lock-1', requester: citra.id });
  expect(toasted()).toEqual([]);
});

it('rejects a release by the call for that', async () => {
  holdAsked(releaseBy(citra, soon()));
  fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
  await waitFor(() => expect(calls.rejectForceRelease).toHaveBeenCalledWith('a-1', { lock: 'lock-1', requester: citra.id }));
});

it('saves before it hands over, and stays if that fails', async () => {
  const editor = openDirty(() => Promise.resolve(false));
  holdAsked();
  fireEvent.click(screen.getByRole('button', { name: 'Save and hand over' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('could not be saved');
  expect(calls.approveControl).not.toHaveBeenCalled();
  editor.save.mockResolvedValue(true);
  fireEvent.click(screen.getByRole('button', { name: 'Save and hand over' }));
  await waitFor(() => expect(calls.approveControl).toHaveBeenCalledOnce());
});

it('offers to save only where something is typed', () => {
  holdAsked();
  expect(screen.queryByRole('button', { name: 'Save and hand over' })).toBeNull();
});

it('is not answered by keys in its first second, nor by Escape ever', () => {
  vi.useFakeTimers();
  holdAsked();
  const accept = screen.getByRole('button', { name: 'Accept' });
  accept.focus();
  expect(fireEvent.keyDown(accept, { key: 'Enter' })).toBe(false);
  expect(fireEvent.keyUp(accept, { key: ' ' })).toBe(false);
  act(() => vi.advanceTimersByTime(1001));
  expect(fireEvent.keyDown(accept, { key: 'Enter' })).toBe(true);
  fireEvent.keyDown(accept, { key: 'Escape' });
  expect(screen.getByRole('alertdialog')).toBeInTheDocument();
  expect(calls.approveControl).not.toHaveBeenCalled();
});

it('says why it closed when it was not answered here', async () => {
  vi.mocked(calls.getHistory).mockResolvedValue({ items: [entry('control_withdrawn', citra, budi), entry('control_requested', citra, budi)], next: null });
  holdAsked();
  live(appointment(lock()));
  expect(screen.queryByRole('alertdialog')).toBeNull();
  await waitFor(() => expect(toasted()).toEqual(['Withdrawn by Citra: the request for control of “Check-up”.']));
});

it('says so when another tab was faster', async () => {
  vi.mocked(calls.approveControl).mockRejectedValue(new Problem({ status: 409, code: 'no_request', detail: '' }));
  vi.mocked(calls.getAppointment).mockImplementation(() => {
    const now = appointment(lock());
    put(now);
    return Promise.resolve(now);
  });
  vi.mocked(calls.getHistory).mockResolvedValue({ items: [entry('control_rejected', budi, citra), entry('control_requested', citra, budi)], next: null });
  holdAsked();
  fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(toasted()).toEqual(['Citra’s request for “Check-up” was rejected elsewhere.']));
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

it('asks again when the same person does, though no deadline tells the two apart', async () => {
  vi.mocked(calls.rejectControl).mockImplementation(() => {
    const now = appointment(lock());
    put(now);
    return Promise.resolve(now);
  });
  holdAsked(controlBy(citra, null));
  for (let times = 1; times <= 2; times += 1) {
    fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(calls.rejectControl).toHaveBeenCalledTimes(times);
    live(appointment(lock(controlBy(citra, null))));
    expect(screen.getByRole('alertdialog', { name: 'Citra asks for control' })).toBeInTheDocument();
  }
  expect(toasted()).toEqual([]);
});

it('asks again also when that is known before the answer’s own answer', async () => {
  let arrive = (_: ReturnType<typeof appointment>) => undefined as void;
  vi.mocked(calls.rejectControl).mockReturnValue(new Promise((resolve) => void (arrive = resolve)));
  holdAsked(controlBy(citra, null));
  fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
  const rejected = appointment(lock());
  live(rejected);
  live(appointment(lock(controlBy(citra, null))));
  await act(async () => arrive(rejected));
  expect(screen.getByRole('alertdialog', { name: 'Citra asks for control' })).toBeInTheDocument();
});

it('stays and says why when the answer does not arrive', async () => {
  vi.mocked(calls.rejectControl).mockRejectedValue(Problem.offline());
  holdAsked();
  fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The server cannot be reached.');
});

it('asks one after the other in the same place, and gives the focus back at the end', async () => {
  vi.mocked(calls.rejectForceRelease).mockResolvedValue(appointment(null));
  vi.mocked(calls.rejectControl).mockResolvedValue(appointment(null));
  const field = document.body.appendChild(document.createElement('input'));
  field.focus();
  const respondBy = soon();
  holdAsked({ ...controlBy(citra, respondBy), ...releaseBy(ana, respondBy) });
  const dialog = screen.getByRole('alertdialog', { name: 'Ana asks for the release' });
  fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
  await waitFor(() => expect(screen.getByRole('alertdialog', { name: 'Citra asks for control' })).toBe(dialog));
  expect(dialog).toHaveFocus();
  fireEvent.click(screen.getByRole('button', { name: 'Reject' }));
  await waitFor(() => expect(field).toHaveFocus());
  expect(screen.queryByRole('alertdialog')).toBeNull();
  field.remove();
});

it('brings what is asked for outside the window', async () => {
  signIn(budi);
  vi.mocked(calls.getAppointment).mockImplementation(() => {
    const now = appointment(lock(controlBy(citra, soon())));
    put(now);
    return Promise.resolve(now);
  });
  render(<Requests />);
  frame('request-control', { appointment: brief, fromUser: citra, lockId: 'lock-1', expiresAt: soon(), respondBy: soon() });
  expect(await screen.findByRole('alertdialog')).toBeInTheDocument();
});

it('opens the editor where control was asked for, and tells it once', () => {
  signIn(citra);
  addAsked({ id: 'a-1', kind: 'control', title: 'Check-up', holder: 'Budi', here: true });
  render(<Requests />);
  frame('request-control-approved', { appointment: brief, fromUser: budi });
  frame('request-control-approved', { appointment: brief, fromUser: budi });
  expect(navigation.editAppointment).toHaveBeenCalledExactlyOnceWith('a-1');
  expect(toasted()).toEqual(['Budi handed “Check-up” over to you.']);
});

it('finds an outcome in the history that nobody could tell', async () => {
  vi.useFakeTimers();
  signIn(citra);
  addAsked({ id: 'a-1', kind: 'release', title: 'Check-up', holder: 'Budi', here: true });
  vi.mocked(calls.getHistory).mockResolvedValue({ items: [entry('force_release_rejected', budi, citra), entry('force_release_requested', citra, budi)], next: null });
  render(<Requests />);
  await act(() => vi.advanceTimersByTimeAsync(3000));
  expect(toasted()).toEqual(['Budi rejected your request to release “Check-up”.']);
});

it('tells the end of a lock that no editor here tells of, once and with the reason', async () => {
  signIn(budi);
  vi.mocked(calls.getHistory).mockResolvedValue({ items: [entry('force_released', citra, budi, { lockId: 'lock-f', reason: 'gone home' })], next: null });
  render(<Requests />);
  const lost = { appointment: brief, lockId: 'lock-f', reason: 'force_released', byUser: citra };
  frame('lock-lost', lost);
  frame('lock-lost', lost);
  await waitFor(() => expect(toasted()).toEqual(['Citra released your lock of “Check-up”: “gone home”.']));
});

it('tells of a draft only if there is one', () => {
  signIn(budi);
  storeDraft(budi.id, { id: 'a-1', version: 1, base: null, values: {} as Draft['values'], at: 1 });
  render(<Requests />);
  frame('lock-lost', { appointment: brief, lockId: 'lock-g', reason: 'expired', byUser: null });
  frame('lock-lost', { appointment: { ...brief, id: 'a-2' }, lockId: 'lock-h', reason: 'expired', byUser: null });
  expect(toasted()).toEqual(['Your lock of “Check-up” has expired. Your draft is kept.', 'Your lock of “Check-up” has expired.']);
  dropDraft(budi.id, 'a-1');
});

it('leaves the end of the editor’s own lock to the editor', () => {
  signIn(budi);
  openDirty(() => Promise.resolve(true));
  render(<Requests />);
  frame('lock-lost', { appointment: brief, lockId: 'lock-e', reason: 'expired', byUser: null });
  expect(toasted()).toEqual([]);
});

it('tells who waits that it is free, and takes nothing', () => {
  signIn(citra);
  render(<Requests />);
  live(appointment(lock()));
  act(() => startWatch({ id: 'a-1', title: 'Check-up' }));
  expect(toasted()).toEqual([]);
  live(appointment(null));
  expect(toasted()).toEqual(['“Check-up” is free now.']);
  vi.mocked(toasts.toast).mock.calls[0]?.[1]?.action?.onClick();
  expect(navigation.openAppointment).toHaveBeenCalledWith('a-1');
  expect(calls.acquireLock).not.toHaveBeenCalled();
});
