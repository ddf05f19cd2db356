import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listAppointments } from '@/api/calls';
import { openAppointment, showView } from '@/app/navigation';
import { prepareTime } from '@/lib/time';
import { forgetAll, put } from '@/live/appointments';
import { appointment } from './fixtures';
import { SearchBox } from './SearchBox';

vi.mock('@/api/calls', () => ({ listAppointments: vi.fn() }));
vi.mock('@/app/navigation', () => ({ openAppointment: vi.fn(), showView: vi.fn() }));

const coming = [appointment({ id: 'a1', title: 'Vaccination' }), appointment({ id: 'a2', title: 'Follow-up', startTime: '2026-12-24T20:00:00.000Z' })];
const past = [appointment({ id: 'a3', title: 'Check-up', startTime: '2026-01-05T09:00:00.000Z' })];

function show() {
  const onDone = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SearchBox inputRef={createRef()} onDone={onDone} />
    </QueryClientProvider>,
  );
  return { field: screen.getByRole('combobox'), onDone };
}

beforeEach(async () => {
  await prepareTime('Asia/Jakarta');
  vi.mocked(listAppointments).mockReset();
  vi.mocked(listAppointments).mockImplementation(({ order }) => Promise.resolve({ items: order === 'asc' ? coming : [coming[0], ...past].filter((each) => each !== undefined), next: null, total: 2 }));
});

describe('the search', () => {
  it('asks from two letters on', async () => {
    const { field } = show();
    await userEvent.type(field, 's');
    expect(field).toHaveAttribute('aria-expanded', 'false');
    await userEvent.type(field, 'i');
    await waitFor(() => expect(listAppointments).toHaveBeenCalledWith(expect.objectContaining({ q: 'si' })));
    expect(vi.mocked(listAppointments).mock.calls.every(([{ q }]) => q === 'si')).toBe(true);
  });

  it('lists what is coming before what is over, each once, and leads to the day in the clinic’s zone', async () => {
    const { field, onDone } = show();
    await userEvent.type(field, 'siti');
    const options = await screen.findAllByRole('option');
    expect(options.map(({ textContent }) => textContent?.match(/^[A-Z][a-z-]+/)?.[0])).toEqual(['Vaccination', 'Follow-up', 'Check-up']);
    expect(field).toHaveAttribute('aria-activedescendant', options[0]?.id);
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('option', { selected: true })).toBe(options[1]);
    await userEvent.keyboard('{Enter}');
    // 24 December in UTC is the 25th in Jakarta.
    expect(showView).toHaveBeenCalledWith('day', '2026-12-25');
    expect(openAppointment).toHaveBeenCalledWith('a2');
    expect(onDone).toHaveBeenCalled();
    expect(field).toHaveValue('');
  });

  it('shows a hit as it is by now', async () => {
    const { field } = show();
    await userEvent.type(field, 'siti');
    expect(await screen.findByRole('option', { name: /Vaccination.*Siti Rahma/ })).toBeInTheDocument();
    act(() => put(appointment({ id: 'a1', title: 'Erased', patientName: 'Erased', revision: 9 })));
    expect(screen.getAllByRole('option')[0]).toHaveTextContent(/^Erased.*Erased·Dr\. Sari$/);
    act(forgetAll);
  });

  it('looks again when it is shown again, and keeps what is chosen', async () => {
    const { field } = show();
    await userEvent.type(field, 'siti');
    await screen.findAllByRole('option');
    await userEvent.keyboard('{ArrowDown}');
    await userEvent.tab();
    vi.mocked(listAppointments).mockImplementation(({ order }) => Promise.resolve({ items: order === 'asc' ? coming.slice(1) : past, next: null, total: 2 }));
    const asked = vi.mocked(listAppointments).mock.calls.length;
    await userEvent.click(field);
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    expect(vi.mocked(listAppointments).mock.calls.length).toBe(asked + 2);
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Follow-up');
  });

  it('says when it got no answer', async () => {
    vi.mocked(listAppointments).mockRejectedValue(new Error('away'));
    const { field } = show();
    await userEvent.type(field, 'siti');
    expect(await screen.findByText('The search got no answer. Try again.')).toBeInTheDocument();
  });
});
