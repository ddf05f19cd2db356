import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient } from '@/api/query';
import type { Appointment } from '@/api/types';
import { closePanel, openAppointment } from '@/app/navigation';
import { drop, put, useAppointment } from '@/live/appointments';
import { toast } from '@/lib/toast';
import { begin } from '@/session/session';
import { ana, appointment, budi, lockOf } from '@/testing';
import { getDraft, storeDraft } from './drafts';
import Editor from './Editor';
import { toForm, written } from './fields';
import { openEditor } from './open-editor';
import { PanelFoot } from './PanelFooter';

const live = vi.hoisted(() => ({ state: 'online' }));

vi.mock('@/api/calls');
vi.mock('@/app/navigation');
vi.mock('@/lib/toast');
vi.mock('@/live/connection', () => ({ useConnection: () => live, useOnline: () => live.state === 'online', isOnline: () => true, onFrame: () => () => undefined }));
vi.mock('@/requests/RequestActions', () => ({ RequestActions: () => <button type="button">Request control</button> }));

let subject: Appointment;
let foot: HTMLElement;

function Shown({ id }: { id: string }) {
  const shown = useAppointment(id);
  return shown && <Editor appointment={shown} />;
}

const show = () =>
  render(
    <QueryClientProvider client={queryClient}>
      <PanelFoot value={foot}>
        <Shown id={subject.id} />
      </PanelFoot>
    </QueryClientProvider>,
  );

const lock = () => lockOf(ana, { id: 'mine', appointmentId: subject.id, clientId: 'tab' });
const refusal = (code: string, more: Partial<Problem> = {}) => new Problem({ status: 409, code, detail: '', ...more });
const ERASED = { patientName: 'Erased', datebirth: '1900-01-01' };
const button = (name: string) => screen.getByRole('button', { name });
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(new RegExp(`^${label}`)), { target: { value } });
/** The server's answer to a save, as the real call feeds it into the live store. */
const saves = () =>
  vi.mocked(calls.saveAppointment).mockImplementation(async (_, version, change) => {
    const saved = { ...subject, ...change, version: version + 1, revision: subject.revision + 5 } as Appointment;
    put(saved);
    return saved;
  });

async function edit() {
  show();
  await screen.findByLabelText(/^Title/);
}

beforeEach(() => {
  live.state = 'online';
  foot = document.body.appendChild(document.createElement('div'));
  begin({ ...ana, token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  subject = appointment();
  put(subject);
  vi.mocked(calls.acquireLock).mockImplementation(async () => lock());
  vi.mocked(calls.releaseLock).mockImplementation(async () => subject);
  vi.mocked(calls.getDoctors).mockResolvedValue(['Dr. Sari', 'Dr. Wijaya']);
});

afterEach(async () => {
  cleanup();
  await act(async () => undefined);
  foot.remove();
  drop(subject.id);
  queryClient.clear();
  vi.resetAllMocks();
});

describe('saving', () => {
  it('sends what was changed, and nothing else, and closes', async () => {
    saves();
    await edit();
    type('Title', 'New title');
    type('Starts', '2026-12-01T10:00');
    expect(screen.getByLabelText(/^Ends/)).toHaveValue('2026-12-01T10:30');
    await userEvent.click(button('Save'));
    await waitFor(() => expect(closePanel).toHaveBeenCalled());
    const change = { title: 'New title', startTime: '2026-12-01T10:00:00.000Z', endTime: '2026-12-01T10:30:00.000Z' };
    expect(calls.saveAppointment).toHaveBeenCalledWith(subject.id, 1, change, { lock: 'mine', allowOverlap: undefined, key: expect.any(String) });
    expect(getDraft(ana.id, subject.id)).toBeNull();
  });

  it('keeps the lock when asked to, and goes on from what was saved', async () => {
    saves();
    await edit();
    type('Note', 'one');
    await userEvent.click(button('Save and keep editing'));
    await waitFor(() => expect(openEditor.getState()).toMatchObject({ dirty: false }));
    type('Note', 'two');
    fireEvent.keyDown(screen.getByLabelText(/^Note/), { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(calls.saveAppointment).toHaveBeenLastCalledWith(subject.id, 2, { note: 'two' }, expect.anything()));
    expect(calls.acquireLock).toHaveBeenCalledTimes(1);
  });

  it('asks for what is missing before the server does', async () => {
    await edit();
    type('Title', ' ');
    type('Ends', '2026-12-01T08:00');
    await userEvent.click(button('Save'));
    expect(await screen.findByText('This is needed.')).toBeVisible();
    expect(screen.getByText('The end has to be after the start.')).toBeVisible();
    expect(screen.getByLabelText(/^Title/)).toHaveFocus();
    expect(calls.saveAppointment).not.toHaveBeenCalled();
  });

  it('puts what the server says at its field', async () => {
    vi.mocked(calls.saveAppointment).mockRejectedValueOnce(refusal('validation_failed', { errors: [{ pointer: '/phone', detail: 'has a NUL' }] }));
    await edit();
    type('Phone', '1');
    await userEvent.click(button('Save'));
    expect(await screen.findByText('Has a NUL.')).toBeVisible();
    expect(screen.getByLabelText('Phone')).toHaveFocus();
  });

  it('shows what the doctor is busy with, and books anyway', async () => {
    const conflict = { id: 'other', title: 'Vaccination', startTime: subject.startTime, endTime: subject.endTime };
    vi.mocked(calls.saveAppointment).mockRejectedValueOnce(refusal('doctor_busy', { conflicts: [conflict] }));
    await edit();
    type('Doctor', 'Dr. Wijaya');
    await userEvent.click(button('Save'));
    expect(await screen.findByText('Vaccination')).toBeVisible();
    saves();
    await userEvent.click(button('Book anyway'));
    expect(calls.saveAppointment).toHaveBeenLastCalledWith(subject.id, 1, { doctorName: 'Dr. Wijaya' }, { lock: 'mine', allowOverlap: true, key: expect.any(String) });
  });

  it('is off while disconnected; typing goes on', async () => {
    live.state = 'offline';
    await edit();
    expect(screen.getByText(/^Not connected/)).toBeVisible();
    type('Note', 'typed offline');
    expect(button('Save')).toBeDisabled();
    act(() => openEditor.getState()?.storeDraft());
    expect(getDraft(ana.id, subject.id)?.values.note).toBe('typed offline');
  });
});

describe('the lock', () => {
  it('held by another, leads back to looking', async () => {
    vi.mocked(calls.acquireLock).mockRejectedValue(refusal('locked', { lock: lockOf(budi) }));
    show();
    await waitFor(() => expect(openAppointment).toHaveBeenCalledWith(subject.id));
    expect(toast).toHaveBeenCalledWith('Budi is editing “Check-up” just now.', expect.anything());
  });

  it('held in another tab, can be taken over', async () => {
    vi.mocked(calls.acquireLock).mockRejectedValueOnce(refusal('locked_elsewhere', { lock: lock() }));
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Continue here' }));
    expect(calls.acquireLock).toHaveBeenLastCalledWith(subject.id, 1, { move: true });
    expect(await screen.findByLabelText(/^Title/)).toBeVisible();
  });

  it('lost with nothing typed, leads back to looking', async () => {
    await edit();
    act(() => put({ ...subject, revision: 2, appointmentLock: lockOf(budi, { createdAt: new Date(Date.now() + 1000).toISOString() }) }));
    await waitFor(() => expect(openAppointment).toHaveBeenCalledWith(subject.id));
  });

  it('lost with something typed, is taken again and saves with one click', async () => {
    saves();
    await edit();
    type('Note', 'precious');
    act(() => put({ ...subject, revision: 2, appointmentLock: lock() }));
    act(() => put({ ...subject, revision: 3 }));
    expect(button('Save')).toBeDisabled();
    await userEvent.click(button('Lock again and save'));
    await waitFor(() => expect(closePanel).toHaveBeenCalled());
    expect(calls.saveAppointment).toHaveBeenCalledWith(subject.id, 1, { note: 'precious' }, { lock: 'mine', allowOverlap: undefined, key: expect.any(String) });
  });

  it('is given back when the editor closes', async () => {
    const { unmount } = show();
    await screen.findByLabelText(/^Title/);
    unmount();
    await waitFor(() => expect(calls.releaseLock).toHaveBeenCalledWith(subject.id, { lock: 'mine', keepalive: undefined }));
  });
});

describe('others saved meanwhile', () => {
  const theirs = () => ({ ...subject, title: 'Theirs', note: 'their note', version: 2, revision: 4 });

  it('shows mine and theirs, and saves what was chosen', async () => {
    await edit();
    type('Title', 'Mine');
    type('Phone', '1');
    vi.mocked(calls.saveAppointment).mockRejectedValueOnce(refusal('version_conflict', { current: theirs() }));
    await userEvent.click(button('Save'));
    expect(await screen.findByText('Taken from the others')).toBeVisible();
    expect(screen.getByText('their note')).toBeVisible();
    expect(button('Save the result')).toBeDisabled();
    await userEvent.click(screen.getByRole('radio', { name: /^Mine/ }));
    saves();
    await userEvent.click(button('Save the result'));
    await waitFor(() => expect(closePanel).toHaveBeenCalled());
    expect(calls.saveAppointment).toHaveBeenLastCalledWith(subject.id, 2, { title: 'Mine', phone: '1' }, { lock: 'mine', allowOverlap: undefined, key: expect.any(String) });
  });

  it('says that the patient was erased', async () => {
    await edit();
    type('Title', 'Mine');
    vi.mocked(calls.saveAppointment).mockRejectedValueOnce(refusal('version_conflict', { current: { ...theirs(), ...ERASED } }));
    await userEvent.click(button('Save'));
    expect(await screen.findByText(/^An administrator has erased the patient's data meanwhile/)).toHaveAttribute('role', 'alert');
  });

  it('simply shows theirs where nothing was typed', async () => {
    await edit();
    act(() => put({ ...theirs(), appointmentLock: lock() }));
    await waitFor(() => expect(screen.getByLabelText(/^Title/)).toHaveValue('Theirs'));
  });
});

describe('a draft from before', () => {
  const draft = () => {
    const base = written(subject);
    return { id: subject.id, version: 1, base, values: { ...toForm(base), note: 'from before' }, at: 1 };
  };

  it('is offered with a comparison and restored', async () => {
    storeDraft(ana.id, draft());
    show();
    expect(await screen.findByText('You have unsaved changes to “Check-up”')).toBeVisible();
    expect(screen.getByRole('cell', { name: 'from before' })).toBeVisible();
    await userEvent.click(button('Restore'));
    expect(screen.getByLabelText(/^Note/)).toHaveValue('from before');
  });

  it('says that the patient was erased since', async () => {
    storeDraft(ana.id, draft());
    put({ ...subject, ...ERASED, version: 2, revision: 2 });
    show();
    expect(await screen.findByText(/^An administrator has erased the patient's data meanwhile/)).toHaveAttribute('role', 'alert');
  });

  it('says nothing of it where it was begun after that', async () => {
    put({ ...subject, ...ERASED, version: 2, revision: 2 });
    const { base, ...rest } = draft();
    storeDraft(ana.id, { ...rest, base: { ...base, ...ERASED } });
    show();
    expect(await screen.findByRole('button', { name: 'Restore' })).toBeVisible();
    expect(screen.queryByText(/has erased/)).not.toBeInTheDocument();
  });

  it('is forgotten when discarded', async () => {
    storeDraft(ana.id, draft());
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(screen.getByLabelText(/^Note/)).toHaveValue('');
    expect(getDraft(ana.id, subject.id)).toBeNull();
  });

  it('is compared first where others saved since', async () => {
    storeDraft(ana.id, draft());
    put({ ...subject, note: 'theirs', version: 2, revision: 2 });
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Restore' }));
    expect(screen.getByRole('radio', { name: /^Mine/ })).toBeVisible();
  });

  it('stays when the editor is left', async () => {
    const { unmount } = show();
    await screen.findByLabelText(/^Title/);
    type('Note', 'half a word');
    unmount();
    expect(getDraft(ana.id, subject.id)?.values.note).toBe('half a word');
    expect(toast).toHaveBeenCalledWith('Your changes are kept as a draft.', expect.anything());
  });
});
