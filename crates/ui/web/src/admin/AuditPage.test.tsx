import { QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerOf, userOf } from '@/account/fixtures';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient } from '@/api/query';
import { placeNow, showAudit } from '@/app/navigation';
import { prepareTime } from '@/lib/time';
import { begin } from '@/session/session';
import AuditPage from './AuditPage';
import { appointmentOf, auditOf, BUDI } from './fixtures';

vi.mock('@/api/calls');

const { id } = appointmentOf();
const read = auditOf('appointment_read', { appointmentId: id });
const older = auditOf('signed_in', { at: '2026-11-22T03:00:00.000Z' });

function open() {
  render(
    <QueryClientProvider client={queryClient}>
      <AuditPage />
    </QueryClientProvider>,
  );
}

async function show() {
  open();
  await screen.findByRole('row', { name: /Budi/ });
}

const asked = (query: object) => waitFor(() => expect(calls.listAudit).toHaveBeenLastCalledWith(expect.objectContaining(query)));

beforeEach(async () => {
  vi.clearAllMocks();
  queryClient.clear();
  location.hash = '#/audit';
  await prepareTime('Asia/Jakarta');
  begin(answerOf());
  vi.mocked(calls.listUsers).mockResolvedValue([userOf(), userOf({ ...BUDI, isAdmin: false })]);
  vi.mocked(calls.listAudit).mockResolvedValue({ items: [read], next: null });
});
afterEach(() => prepareTime('UTC'));

describe('AuditPage', () => {
  it('tells who did what when, and leads to the appointment', async () => {
    await show();
    const row = screen.getByRole('row', { name: /Budi looked at an appointment/ });
    expect(row.querySelector('time')).toHaveAttribute('dateTime', read.at);
    expect(row).toHaveTextContent(/Nov 23, 2026/);
    await userEvent.click(screen.getByRole('button', { name: /^Open appointment: Budi looked at an appointment, Nov 23, 2026/ }));
    expect(placeNow()).toMatchObject({ page: 'calendar', panel: { kind: 'details', id } });
  });

  it('leads nowhere from what was about no appointment, and marks oneself', async () => {
    const { id, name } = userOf();
    vi.mocked(calls.listAudit).mockResolvedValue({ items: [auditOf('signed_in', { actor: { id, name } })], next: null });
    open();
    expect(await screen.findByRole('row', { name: /Ayu signed in/ })).toHaveTextContent('You');
    expect(screen.queryByRole('button', { name: /^Open appointment/ })).not.toBeInTheDocument();
  });

  it('asks for one person, and keeps that in the address', async () => {
    await show();
    await screen.findByRole('option', { name: 'Budi' });
    await userEvent.selectOptions(screen.getByLabelText('Person'), 'Budi');
    await asked({ user: BUDI.id });
    expect(screen.getByLabelText('Person')).toHaveValue(BUDI.id);
    expect(placeNow()).toMatchObject({ page: 'audit', filter: { user: BUDI.id } });
  });

  it('offers those who were deleted, too, as long as something of them was loaded', async () => {
    const [actor, subject] = [{ id: '01a20676-936d-75e2-8a5a-39cf79b76f73', name: 'Citra' }, { id: '01a20676-936d-75e2-8a5a-39cf79b76f74', name: 'Dewi' }];
    vi.mocked(calls.listAudit).mockResolvedValue({ items: [read, auditOf('user_deleted', { actor, subject })], next: null });
    await show();
    expect(await screen.findByRole('option', { name: 'Dewi (deleted)' })).toBeInTheDocument();
    expect(screen.getByRole('option', { name: 'Budi' })).toBeInTheDocument();
    vi.mocked(calls.listAudit).mockResolvedValue({ items: [], next: null });
    await userEvent.selectOptions(screen.getByLabelText('Person'), 'Citra (deleted)');
    await asked({ user: actor.id });
    expect(await screen.findByText('Nothing in the log fits')).toBeVisible();
    expect(screen.getByRole('option', { name: 'Citra (deleted)', selected: true })).toBeInTheDocument();
  });

  it('takes nobody for deleted who was only just added', async () => {
    vi.mocked(calls.listUsers).mockResolvedValueOnce([userOf()]);
    await show();
    expect(await screen.findByRole('option', { name: 'Budi' })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: 'Budi (deleted)' })).not.toBeInTheDocument();
  });

  it('asks for days of the clinic, the last one included', async () => {
    await show();
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-20' } });
    fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-11-22' } });
    await asked({ from: '2026-11-19T17:00:00.000Z', to: '2026-11-22T17:00:00.000Z' });
  });

  it('says that the dates are the wrong way round, and asks for nothing', async () => {
    showAudit({ from: '2026-11-22', to: '2026-11-20' });
    open();
    expect(screen.getByLabelText('To')).toHaveAccessibleDescription('This lies before the first date.');
    expect(calls.listAudit).not.toHaveBeenCalled();
  });

  it('does not take a year that is being typed for one', async () => {
    showAudit({ from: '2026-11-22', to: '0002-11-23' });
    await show();
    expect(screen.getByLabelText('To')).toHaveValue('0002-11-23');
    expect(calls.listAudit).toHaveBeenCalledWith(expect.objectContaining({ to: undefined }));
  });

  it('is opened for one appointment, and shows all again', async () => {
    showAudit({ appointment: id });
    await show();
    await asked({ appointment: id });
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    await asked({ appointment: undefined });
    expect(placeNow()).toMatchObject({ page: 'audit', filter: { appointment: undefined } });
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  });

  it('brings one page after another, and tells why one did not come', async () => {
    vi.mocked(calls.listAudit).mockImplementation(({ cursor }) => (cursor ? Promise.reject(new Problem({ status: 400, code: 'invalid_cursor', detail: 'The cursor is not valid.' })) : Promise.resolve({ items: [read], next: 'more' })));
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The cursor is not valid.');
    vi.mocked(calls.listAudit).mockImplementation(({ cursor }) => Promise.resolve(cursor ? { items: [older], next: null } : { items: [read], next: 'more' }));
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
    expect(await screen.findByRole('row', { name: /Budi signed in/ })).toBeVisible();
    expect(calls.listAudit).toHaveBeenLastCalledWith(expect.objectContaining({ cursor: 'more' }));
    expect(screen.getByText('2 entries shown')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show older' })).not.toBeInTheDocument();
  });

  it('says whether there is nothing, or nothing that fits', async () => {
    vi.mocked(calls.listAudit).mockResolvedValue({ items: [], next: null });
    open();
    expect(await screen.findByText('Nothing is in the log yet')).toBeVisible();
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-20' } });
    expect(await screen.findByText('Nothing in the log fits')).toBeVisible();
  });

  it('says that it could not be loaded, and tries again', async () => {
    vi.mocked(calls.listAudit).mockRejectedValueOnce(new Problem({ status: 403, code: 'admin_only', detail: '' }));
    open();
    expect(await screen.findByText('This could not be loaded')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: /Budi/ })).toBeVisible();
  });

  it('is for administrators', () => {
    begin(answerOf({ isAdmin: false }));
    open();
    expect(screen.getByText('For administrators')).toBeVisible();
    expect(calls.listAudit).not.toHaveBeenCalled();
  });
});
