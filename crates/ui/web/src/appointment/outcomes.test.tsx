import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient } from '@/api/query';
import type { Appointment, HistoryEntry, Lock } from '@/api/types';
import { closePanel } from '@/app/navigation';
import { drop, put, useAppointment } from '@/live/appointments';
import { toast } from '@/lib/toast';
import { begin } from '@/session/session';
import { ana, appointment, budi, lockOf } from '@/testing';
import Editor from './Editor';
import { openEditor } from './open-editor';
import { PanelFoot } from './PanelFooter';

const frames = vi.hoisted(() => new Map<string, (data: unknown) => void>());

vi.mock('@/api/calls');
vi.mock('@/app/navigation');
vi.mock('@/lib/toast');
vi.mock('@/live/connection', () => ({
  useConnection: () => ({ state: 'online' }),
  useOnline: () => true,
  isOnline: () => true,
  onFrame: (event: string, handler: (data: unknown) => void) => {
    frames.set(event, handler);
    return () => frames.delete(event);
  },
}));
vi.mock('@/requests/RequestActions', () => ({ RequestActions: () => null }));

let subject: Appointment;
let foot: HTMLElement;
const lock = (change: Partial<Lock> = {}) => lockOf(ana, { id: 'mine', appointmentId: subject.id, clientId: 'tab', ...change });
const button = (name: string) => screen.getByRole('button', { name });
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(new RegExp(`^${label}`)), { target: { value } });

function Shown() {
  const shown = useAppointment(subject.id);
  return shown && <Editor appointment={shown} />;
}

async function edit() {
  const shown = render(
    <QueryClientProvider client={queryClient}>
      <PanelFoot value={foot}>
        <Shown />
      </PanelFoot>
    </QueryClientProvider>,
  );
  await screen.findByLabelText(/^Title/);
  return shown;
}

beforeEach(() => {
  foot = document.body.appendChild(document.createElement('div'));
  begin({ ...ana, token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  subject = appointment();
  put(subject);
  vi.mocked(calls.acquireLock).mockImplementation(async () => lock());
  vi.mocked(calls.releaseLock).mockImplementation(async () => subject);
  vi.mocked(calls.getDoctors).mockResolvedValue([]);
  vi.mocked(calls.getHistory).mockResolvedValue({ items: [], next: null });
});

afterEach(async () => {
  cleanup();
  await act(async () => undefined);
  foot.remove();
  drop(subject.id);
  queryClient.clear();
  vi.resetAllMocks();
});

it('a save whose answers were lost is sent again under the same key', async () => {
  vi.mocked(calls.saveAppointment).mockRejectedValue(Problem.offline());
  await edit();
  type('Note', 'once');
  await userEvent.click(button('Save'));
  await screen.findByText(/^The server cannot be reached/);
  await userEvent.click(button('Save'));
  await waitFor(() => expect(calls.saveAppointment).toHaveBeenCalledTimes(2));
  const [first, second] = vi.mocked(calls.saveAppointment).mock.calls.map(([, , , options]) => options?.key);
  expect(second).toBe(first);
});

it('a conflict with what was saved before, unheard, is none', async () => {
  const current = { ...subject, note: 'mine', version: 2, revision: 2, appointmentLock: lock() };
  vi.mocked(calls.saveAppointment).mockRejectedValue(new Problem({ status: 409, code: 'version_conflict', detail: '', current }));
  await edit();
  type('Note', 'mine');
  await userEvent.click(button('Save'));
  await waitFor(() => expect(closePanel).toHaveBeenCalled());
});

it('a late answer does not close what was opened meanwhile', async () => {
  let answer: () => void = () => undefined;
  vi.mocked(calls.saveAppointment).mockReturnValue(new Promise((resolve) => (answer = () => resolve({ ...subject, note: 'late', version: 2, revision: 2 }))));
  const { unmount } = await edit();
  type('Note', 'late');
  await userEvent.click(button('Save'));
  await waitFor(() => expect(calls.saveAppointment).toHaveBeenCalled());
  unmount();
  await act(async () => answer());
  expect(toast).toHaveBeenCalledWith('Saved', expect.anything());
  expect(closePanel).not.toHaveBeenCalled();
});

it('cancelled late, it neither closes nor discards another', async () => {
  let answer: () => void = () => undefined;
  vi.mocked(calls.cancelAppointment).mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const { unmount } = await edit();
  await userEvent.click(button('Cancel appointment'));
  const dialog = await screen.findByRole('alertdialog');
  // No reason has to be given.
  await userEvent.click([...dialog.querySelectorAll('button')].find(({ textContent }) => textContent === 'Cancel appointment') as HTMLElement);
  await waitFor(() => expect(calls.cancelAppointment).toHaveBeenCalledWith(subject.id, 1, '', { lock: 'mine' }));
  unmount();
  const discard = vi.fn();
  act(() => openEditor.setState({ id: 'another', lockId: null, dirty: true, save: async () => true, storeDraft: () => undefined, discard }, true));
  await act(async () => answer());
  expect(closePanel).not.toHaveBeenCalled();
  expect(discard).not.toHaveBeenCalled();
  act(() => openEditor.setState(null, true));
});

it('released as the holder agreed, it says so', async () => {
  await edit();
  type('Note', 'kept');
  const asked = lock({ requestForceReleaseByUserId: budi.id, requestForceReleaseByUser: lockOf(budi).user });
  act(() => put({ ...subject, revision: 2, appointmentLock: asked }));
  act(() => put({ ...subject, revision: 3 }));
  expect(await screen.findByText('The lock was released, as Budi had asked')).toBeVisible();
});

it('ended by an administrator, it tells the reason', async () => {
  const entry = { kind: 'force_released', detail: { lockId: 'mine', reason: 'an emergency' } } as HistoryEntry;
  vi.mocked(calls.getHistory).mockResolvedValue({ items: [entry], next: null });
  await edit();
  type('Note', 'kept');
  act(() => frames.get('lock-lost')?.({ lockId: 'mine', reason: 'force_released', byUser: lockOf(budi).user }));
  expect(await screen.findByText('Budi ended your lock: “an emergency”')).toBeVisible();
});
