import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient } from '@/api/query';
import { closePanel } from '@/app/navigation';
import { begin } from '@/session/session';
import { ana, appointment } from '@/testing';
import { getDraft, NEW } from './drafts';
import NewEditor from './NewEditor';
import { openEditor } from './open-editor';
import { PanelFoot } from './PanelFooter';

vi.mock('@/api/calls');
vi.mock('@/app/navigation');
vi.mock('@/lib/toast');
vi.mock('@/live/connection', () => ({ useConnection: () => ({ state: 'online' }) }));

const START = Date.parse('2026-12-01T09:00:00.000Z');
let foot: HTMLElement;
const button = (name: string) => screen.getByRole('button', { name });
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(new RegExp(`^${label}`)), { target: { value } });

const show = () =>
  render(
    <QueryClientProvider client={queryClient}>
      <PanelFoot value={foot}>
        <NewEditor start={START} end={START + 45 * 60_000} doctor="Dr. Sari" />
      </PanelFoot>
    </QueryClientProvider>,
  );

function fill() {
  type('Title', 'Check-up');
  type('Patient', 'Siti Rahma');
  type('Date of birth', '1984-05-17');
}

const content = {
  title: 'Check-up',
  patientName: 'Siti Rahma',
  datebirth: '1984-05-17',
  gender: 'unknown',
  phone: null,
  address: null,
  doctorName: 'Dr. Sari',
  note: null,
  description: null,
  startTime: '2026-12-01T09:00:00.000Z',
  endTime: '2026-12-01T09:45:00.000Z',
};

beforeEach(() => {
  foot = document.body.appendChild(document.createElement('div'));
  begin({ ...ana, token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  vi.mocked(calls.getDoctors).mockResolvedValue([]);
});

afterEach(() => {
  cleanup();
  foot.remove();
  queryClient.clear();
  vi.resetAllMocks();
});

it('begins with the chosen time and doctor, takes no lock, and writes all fields', async () => {
  vi.mocked(calls.createAppointment).mockResolvedValue(appointment());
  show();
  fill();
  await userEvent.click(button('Save'));
  await waitFor(() => expect(closePanel).toHaveBeenCalled());
  expect(calls.createAppointment).toHaveBeenCalledWith(content, { allowOverlap: undefined, key: expect.any(String) });
  expect(calls.acquireLock).not.toHaveBeenCalled();
  expect(getDraft(ana.id, NEW)).toBeNull();
});

it('says what is missing, in order', async () => {
  show();
  await userEvent.click(button('Save'));
  expect(await screen.findAllByText('This is needed.')).toHaveLength(3);
  expect(screen.getByLabelText(/^Title/)).toHaveFocus();
});

it('books a busy doctor only when asked to, and not after the time was changed', async () => {
  const conflicts = [{ id: 'other', title: 'Vaccination', startTime: content.startTime, endTime: content.endTime }];
  vi.mocked(calls.createAppointment).mockRejectedValue(new Problem({ status: 409, code: 'doctor_busy', detail: '', conflicts }));
  show();
  fill();
  await userEvent.click(button('Save'));
  await userEvent.click(await screen.findByRole('button', { name: 'Book anyway' }));
  expect(calls.createAppointment).toHaveBeenLastCalledWith(content, { allowOverlap: true, key: expect.any(String) });
  expect(await screen.findByText('Vaccination')).toBeVisible();
  type('Starts', '2026-12-01T12:00');
  expect(screen.queryByText('Vaccination')).toBeNull();
  expect(screen.getByLabelText(/^Ends/)).toHaveValue('2026-12-01T12:45');
});

it('keeps what was typed, and offers it back', async () => {
  const { unmount } = show();
  type('Title', 'Half');
  unmount();
  show();
  expect(screen.getByText('You have an unfinished new appointment')).toBeVisible();
  await userEvent.click(button('Restore'));
  expect(screen.getByLabelText(/^Title/)).toHaveValue('Half');
});

const keys = () => vi.mocked(calls.createAppointment).mock.calls.map(([, options]) => options?.key);

it('sent again after its answers were lost, goes under the same key: it is booked once', async () => {
  vi.mocked(calls.createAppointment).mockRejectedValue(Problem.offline());
  const { unmount } = show();
  fill();
  await userEvent.click(button('Save'));
  await screen.findByText(/^The server cannot be reached/);
  await userEvent.click(button('Save'));
  await waitFor(() => expect(keys()).toHaveLength(2));
  // Closed and taken up again, it is still the same.
  await waitFor(() => expect(button('Save')).toBeEnabled());
  unmount();
  show();
  await userEvent.click(button('Restore'));
  await userEvent.click(button('Save'));
  await waitFor(() => expect(keys()).toHaveLength(3));
  expect(new Set(keys()).size).toBe(1);
  // Another content is another request.
  type('Title', 'Other');
  await waitFor(() => expect(button('Save')).toBeEnabled());
  await userEvent.click(button('Save'));
  await waitFor(() => expect(keys()).toHaveLength(4));
  expect(new Set(keys()).size).toBe(2);
});

it('an answer that comes late closes nothing, and leaves what was typed since', async () => {
  let answer: () => void = () => undefined;
  vi.mocked(calls.createAppointment).mockReturnValue(new Promise((resolve) => (answer = () => resolve(appointment()))));
  const { unmount } = show();
  fill();
  await userEvent.click(button('Save'));
  await waitFor(() => expect(calls.createAppointment).toHaveBeenCalled());
  unmount();
  show();
  await userEvent.click(button('Discard'));
  type('Title', 'The next one');
  act(() => openEditor.getState()?.storeDraft());
  await act(async () => answer());
  expect(closePanel).not.toHaveBeenCalled();
  expect(getDraft(ana.id, NEW)?.values.title).toBe('The next one');
});

it('the end goes along with a start that is cleared and typed anew', () => {
  show();
  type('Starts', '');
  type('Starts', '2026-12-02T08:00');
  expect(screen.getByLabelText(/^Ends/)).toHaveValue('2026-12-02T08:45');
});
