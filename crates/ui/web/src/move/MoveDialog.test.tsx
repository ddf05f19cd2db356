import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '@/api/problem';
import { queryClient } from '@/api/query';
import { getAppointmentNow, useAppointment } from '@/live/appointments';
import { prepareTime } from '@/lib/time';
import { appointmentOf } from './fixtures';
import { MoveDialogHost, openMoveDialog } from './MoveDialog';
import { closeMoveDialog, moveDialogStore } from './move-dialog-store';
import { place, tellMoved, tellRefusal } from './reschedule';

vi.mock('@/api/calls', () => ({ getDoctors: () => Promise.resolve(['Dr. Adi', 'Dr. Sari']) }));
vi.mock('@/live/appointments', () => ({ getAppointmentNow: vi.fn(), useAppointment: vi.fn(), keep: () => () => undefined }));
vi.mock('@/live/connection', () => ({ useOnline: () => true }));
vi.mock('./may-move', () => ({ mayMove: () => true }));
vi.mock('./reschedule', async (original) => ({ ...(await original<typeof import('./reschedule')>()), place: vi.fn(), tellMoved: vi.fn(), tellRefusal: vi.fn() }));

const placed = vi.mocked(place);
const seen = appointmentOf();

beforeAll(async () => {
  await prepareTime('UTC');
  // So that the lazy part is there at once.
  await import('./MoveDialogForm');
});
beforeEach(async () => {
  vi.clearAllMocks();
  act(closeMoveDialog);
  vi.mocked(getAppointmentNow).mockReturnValue(seen);
  vi.mocked(useAppointment).mockReturnValue(seen);
  render(
    <QueryClientProvider client={queryClient}>
      <MoveDialogHost />
    </QueryClientProvider>,
  );
  act(() => openMoveDialog('a1'));
  await screen.findByRole('dialog', { name: 'Move “Check-up”' });
});

const set = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const send = () => fireEvent.click(screen.getByRole('button', { name: 'Move' }));

test('a new start takes the end along; saved, it closes and can be undone', async () => {
  const after = appointmentOf({ version: 2 });
  placed.mockResolvedValue({ moved: true, appointment: after });
  set('Starts', '14:00');
  expect(screen.getByLabelText('Ends')).toHaveValue('14:30');
  set('Doctor', 'Dr. Adi');
  send();
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(placed.mock.calls[0]?.[1]).toEqual({ start: Date.parse('2026-12-01T14:00Z'), end: Date.parse('2026-12-01T14:30Z'), doctorName: 'Dr. Adi' });
  expect(tellMoved).toHaveBeenCalledWith(seen, after);
});

test('a clash is named, and can be booked anyway', async () => {
  const conflicts = [{ id: 'a2', title: 'Vaccination', startTime: '2026-12-01T14:15:00.000Z', endTime: '2026-12-01T14:45:00.000Z' }];
  placed.mockResolvedValueOnce({ moved: false, problem: new Problem({ status: 409, code: 'doctor_busy', detail: '', conflicts }), appointment: seen });
  set('Starts', '14:00');
  send();
  expect(await screen.findByText(/Vaccination/)).toBeInTheDocument();
  placed.mockResolvedValueOnce({ moved: true, appointment: seen });
  fireEvent.click(screen.getByRole('button', { name: 'Book anyway' }));
  await waitFor(() => expect(placed).toHaveBeenCalledTimes(2));
  expect(placed.mock.calls[1]?.[2]).toEqual({ allowOverlap: true });
});

test('is not closed while it is saving, so that the refusal is seen', async () => {
  let refuse = () => undefined as void;
  const refusal = { moved: false as const, problem: new Problem({ status: 409, code: 'appointment_not_found', detail: '' }), appointment: seen };
  placed.mockReturnValueOnce(new Promise((resolve) => void (refuse = () => resolve(refusal))));
  set('Starts', '14:00');
  send();
  fireEvent.keyDown(screen.getByLabelText('Starts'), { key: 'Escape' });
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.getByRole('dialog')).toBeInTheDocument();
  refuse();
  expect(await screen.findByRole('alert')).toHaveTextContent('Check-up');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a refusal is told also when it went with its page, and it does not open by itself on return', async () => {
  const refusal = { moved: false as const, problem: Problem.offline(), appointment: seen };
  let refuse = () => undefined as void;
  placed.mockReturnValueOnce(new Promise((resolve) => void (refuse = () => resolve(refusal))));
  set('Starts', '14:00');
  send();
  cleanup();
  refuse();
  await waitFor(() => expect(tellRefusal).toHaveBeenCalledWith(seen, expect.anything(), refusal));
  expect(moveDialogStore.getState().id).toBeNull();
});

test('where it is already it need not be moved', async () => {
  send();
  expect(await screen.findByRole('alert')).toHaveTextContent('That is where it is already.');
  expect(placed).not.toHaveBeenCalled();
});

test('what cannot be is said at the end’s field, and nothing is sent', () => {
  set('Ends', '08:00');
  send();
  expect(screen.getByLabelText('Ends')).toHaveAccessibleDescription('The end must be after the start.');
  expect(placed).not.toHaveBeenCalled();
});
