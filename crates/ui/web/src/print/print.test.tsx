import { render, screen, within } from '@testing-library/react';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { getConfig, listAppointments } from '@/api/calls';
import { queryClient } from '@/api/query';
import { prepareTime } from '@/lib/time';
import { toast } from '@/lib/toast';
import { appointmentOf } from '@/move/fixtures';
import { sessionStore } from '@/session/session';
import { fetchDay } from './fetch-day';
import { pagesOf } from './pages';
import { printDay } from './print-day';
import { PrintedDay } from './PrintedDay';

vi.mock('@/api/calls', () => ({ listAppointments: vi.fn(), getConfig: vi.fn() }));
vi.mock('@/lib/toast', () => ({ toast: vi.fn(), dismissToast: vi.fn() }));

const list = vi.mocked(listAppointments);
const page = (items: ReturnType<typeof appointmentOf>[], next: string | null = null) => Promise.resolve({ items, next, total: items.length });

beforeAll(() => prepareTime('Europe/Berlin'));
beforeEach(() => {
  vi.clearAllMocks();
  queryClient.clear();
  vi.mocked(getConfig).mockResolvedValue({ clinicName: 'Klinik Sehat' } as Awaited<ReturnType<typeof getConfig>>);
  sessionStore.setState({ session: { user: { id: 'u1', name: 'Ayu' }, token: '', expiresAt: '', got: 0 } as never });
  vi.stubGlobal('print', vi.fn());
});

test('a page for each doctor, spelt once, those without at the end, by time', () => {
  const pages = pagesOf([
    appointmentOf({ id: '1', doctorName: null }),
    appointmentOf({ id: '2', doctorName: 'Dr. Sari', startTime: '2026-12-01T11:00:00.000Z' }),
    appointmentOf({ id: '3', doctorName: ' dr. sari ' }),
    appointmentOf({ id: '4', doctorName: 'Dr. Adi' }),
  ]);
  expect(pages.map(({ doctor, appointments }) => [doctor?.toLowerCase() ?? null, appointments.map(({ id }) => id)])).toEqual([
    ['dr. adi', ['4']],
    ['dr. sari', ['3', '2']],
    [null, ['1']],
  ]);
});

test('the whole day of the clinic’s zone, all pages of the answer', async () => {
  list.mockReturnValueOnce(page([appointmentOf({ id: '1' })], 'more')).mockReturnValueOnce(page([appointmentOf({ id: '2' })]));
  expect((await fetchDay('2026-10-25')).map(({ id }) => id)).toEqual(['1', '2']);
  expect(list.mock.calls[0]?.[0]).toMatchObject({ from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' });
  expect(list.mock.calls[1]?.[0]).toMatchObject({ cursor: 'more' });
});

test('on paper stands what the front desk needs, and who printed it', () => {
  const appointments = [appointmentOf({ note: 'Fasting', overbooked: true }), appointmentOf({ id: 'a2', doctorName: null, patientName: 'Eko' })];
  render(<PrintedDay date="2026-12-01" appointments={appointments} clinicName="Klinik Sehat" printedBy="Ayu" />);
  const tables = screen.getAllByRole('table');
  expect(tables).toHaveLength(2);
  const first = within(tables[0] as HTMLElement);
  for (const text of ['Siti Rahma', '0812', 'Fasting', 'Dr. Sari', '(double-booked)']) expect(first.getByText(text, { exact: false })).toBeInTheDocument();
  expect(first.getByText(/10:00.*10:30/)).toBeInTheDocument();
  expect(first.getByText(/May 17, 1984/)).toBeInTheDocument();
  expect(screen.getByText(/Printed by Ayu on/)).toBeInTheDocument();
  expect(screen.getAllByText('Klinik Sehat · Appointments')).toHaveLength(2);
});

test('an empty day is a sheet, too', () => {
  render(<PrintedDay date="2026-12-01" appointments={[]} clinicName={null} printedBy="Ayu" />);
  expect(screen.getByText('No appointments on this day.')).toBeInTheDocument();
});

test('the tree is there while it is printed, and gone afterwards', async () => {
  list.mockReturnValue(page([appointmentOf()]));
  await printDay('2026-12-01');
  expect(print).toHaveBeenCalledTimes(1);
  expect(document.querySelector('.printed table')).not.toBeNull();
  dispatchEvent(new Event('afterprint'));
  expect(document.querySelector('.printed')).toBeNull();
});

test('a refusal is told, and nothing is printed', async () => {
  list.mockRejectedValue(new Error('away'));
  await printDay('2026-12-01');
  expect(print).not.toHaveBeenCalled();
  expect(vi.mocked(toast).mock.calls.at(-1)?.[1]).toMatchObject({ kind: 'error' });
});
