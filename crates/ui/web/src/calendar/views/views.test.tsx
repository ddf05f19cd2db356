import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { Profiler, createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Appointment } from '@/api/types';
import { editAppointment, openAppointment, showView } from '@/app/navigation';
import { prepareTime } from '@/lib/time';
import { forgetAll, put, replaceAll } from '@/live/appointments';
import { begin } from '@/session/session';
import { appointment, busyWeek, lock } from '../fixtures';
import { type View, daysOf } from '../layout/ranges';
import { AgendaView } from './AgendaView';
import * as text from './CardText';
import { DayView } from './DayView';
import { MonthView } from './MonthView';
import { WeekView } from './WeekView';

vi.mock('@/app/navigation', () => ({ openAppointment: vi.fn(), editAppointment: vi.fn(), showView: vi.fn(), placeNow: vi.fn() }));
vi.mock('@/move/keyboard', () => ({ onCardKeyDown: vi.fn(() => false) }));

const DAY = '2026-12-01';
const HOUR = 3_600_000;
const ME = { id: 'me', name: 'Ayu', email: 'ayu@example.org', isAdmin: false, createdAt: '2026-01-01T00:00:00.000Z' };
const all = () => true;

function show(view: View, items: Appointment[], chosen: string[] = []) {
  replaceAll(items, { from: Date.UTC(2026, 9, 1), to: Date.UTC(2027, 2, 1) });
  const props = { date: DAY, days: daysOf(view, DAY), today: '2026-12-02', label: 'Grid', opening: { from: 480, to: 1080 }, shows: all, gridRef: createRef<HTMLDivElement>() };
  const views = { week: <WeekView {...props} />, day: <DayView {...props} chosen={chosen} />, month: <MonthView {...props} />, agenda: <AgendaView {...props} complete /> };
  const rendered = vi.fn();
  const result = render(
    <Profiler id="grid" onRender={rendered}>
      {views[view]}
    </Profiler>,
  );
  return { ...result, rendered };
}

const cards = () => [...document.querySelectorAll<HTMLElement>('[data-appointment]')];
const card = (id: string) => document.querySelector<HTMLElement>(`[data-appointment="${id}"]`) as HTMLElement;

beforeEach(async () => {
  await prepareTime('UTC');
  begin({ ...ME, token: 't', expiresAt: '2027-01-01T00:00:00.000Z' });
});
afterEach(() => act(forgetAll));

describe('one change among two hundred', () => {
  it('renders that card and none of the others', () => {
    const drawn = vi.spyOn(text, 'CardText');
    show('week', busyWeek(200));
    expect(drawn).toHaveBeenCalledTimes(200);
    drawn.mockClear();
    act(() => put(appointment({ ...busyWeek(200)[77], revision: 2, title: 'Changed', appointmentLock: lock({ id: 'u2', name: 'Budi' }, Date.now() + HOUR) })));
    expect(drawn).toHaveBeenCalledTimes(1);
    expect(card('a77')).toHaveTextContent('Changed');
    expect(card('a77')).toHaveTextContent('Held by');
  });

  it('renders only the cards that stand elsewhere when one is moved', () => {
    const drawn = vi.spyOn(text, 'CardText');
    const items = busyWeek(200);
    show('week', items);
    drawn.mockClear();
    act(() => put(appointment({ ...items[0], revision: 2, startTime: '2026-12-01T21:00:00.000Z', endTime: '2026-12-01T22:00:00.000Z' })));
    expect(drawn.mock.calls.length).toBeLessThanOrEqual(4);
    expect(card('a0').closest('[data-column]')).toHaveAttribute('data-date', DAY);
  });
});

describe('cards', () => {
  it('stand on the axis of the wall clock', () => {
    show('week', [appointment()]);
    expect(card('a1').style.top).toBe('37.5%');
    expect(card('a1').style.height).toContain('4.1667%');
  });

  it('tell who holds them, and that they are overbooked, in words', () => {
    show('week', [
      appointment({ id: 'a1', overbooked: true, appointmentLock: lock({ id: 'u2', name: 'Budi' }, Date.now() + HOUR) }),
      appointment({ id: 'a2', appointmentLock: lock(ME, Date.now() + 272_000) }),
    ]);
    for (const word of ['Held by Budi', 'Overbooked', 'Check-up', 'Siti Rahma', 'Dr. Sari']) expect(card('a1')).toHaveAccessibleName(expect.stringContaining(word));
    expect(card('a2')).toHaveAccessibleName(/Held by you, time left 4:3/);
    expect(card('a1').className).toContain('bg-held');
    expect(card('a2').className).toContain('bg-accent');
  });

  it('open by a click and are edited by a second one, wherever it lands', () => {
    show('week', [appointment()]);
    fireEvent.click(card('a1'), { detail: 1, clientX: 50, clientY: 50 });
    expect(openAppointment).toHaveBeenCalledWith('a1');
    const outside = vi.fn();
    document.addEventListener('pointerdown', outside);
    fireEvent.pointerDown(document.body, { button: 0, clientX: 52, clientY: 50 });
    document.removeEventListener('pointerdown', outside);
    expect(editAppointment).toHaveBeenCalledWith('a1');
    expect(outside).not.toHaveBeenCalled();
  });

  it('do not take a press elsewhere for a double click', () => {
    show('week', [appointment()]);
    vi.mocked(editAppointment).mockClear();
    fireEvent.click(card('a1'), { detail: 1, clientX: 50, clientY: 50 });
    fireEvent.pointerDown(document.body, { button: 0, clientX: 90, clientY: 50 });
    expect(editAppointment).not.toHaveBeenCalled();
  });
});

describe('keys', () => {
  it('lead from card to card, of which one is in the tab order', () => {
    show('week', [appointment({ id: 'a1' }), appointment({ id: 'a2', startTime: '2026-12-01T12:00:00.000Z', endTime: '2026-12-01T13:00:00.000Z' }), appointment({ id: 'a3', startTime: '2026-12-03T09:00:00.000Z', endTime: '2026-12-03T10:00:00.000Z' })]);
    expect(cards().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
    act(() => card('a1').focus());
    fireEvent.keyDown(card('a1'), { key: 'ArrowDown' });
    expect(card('a2')).toHaveFocus();
    expect(cards().map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1]);
    fireEvent.keyDown(card('a2'), { key: 'ArrowRight' });
    expect(card('a3')).toHaveFocus();
    fireEvent.keyDown(card('a3'), { key: 'ArrowLeft' });
    expect(card('a1')).toHaveFocus();
    fireEvent.keyDown(card('a1'), { key: 'End' });
    expect(card('a3')).toHaveFocus();
  });

  it('lose no focus when the card moves to another day', async () => {
    show('week', [appointment()]);
    act(() => card('a1').focus());
    act(() => put(appointment({ revision: 2, startTime: '2026-12-02T09:00:00.000Z', endTime: '2026-12-02T10:00:00.000Z' })));
    expect(card('a1').closest('[data-column]')).toHaveAttribute('data-date', '2026-12-02');
    await waitFor(() => expect(card('a1')).toHaveFocus());
  });
});

describe('Day', () => {
  it('has a column per doctor, those chosen as well, and one for none if that is chosen', () => {
    show('day', [appointment(), appointment({ id: 'a2', doctorName: ' dr. sari ' }), appointment({ id: 'a3', doctorName: null })], ['Dr. Aya', '']);
    const columns = [...document.querySelectorAll<HTMLElement>('[data-column]')];
    expect(columns.map(({ dataset }) => dataset['doctor'])).toEqual(['Dr. Aya', 'Dr. Sari', '']);
    expect(columns.map((column) => within(column).queryAllByRole('button').length)).toEqual([0, 2, 1]);
  });

  it('has one column where no doctor is named', () => {
    show('day', [appointment({ doctorName: null })]);
    expect(document.querySelectorAll('[data-column]')).toHaveLength(1);
    expect(document.querySelector('[data-column]')).not.toHaveAttribute('data-doctor');
  });
});

describe('Month', () => {
  it('shows what fits, counts the rest and leads to the day', () => {
    show('month', busyWeek(70));
    const cell = document.querySelector<HTMLElement>(`[data-cell][data-date="${DAY}"]`) as HTMLElement;
    fireEvent.click(within(cell).getByRole('button', { name: /more on/ }));
    expect(showView).toHaveBeenCalledWith('day', DAY);
    vi.mocked(showView).mockClear();
    fireEvent.click(cell);
    expect(showView).toHaveBeenCalledWith('day', DAY);
  });
});

describe('Agenda', () => {
  it('lists thirty days by day, or says that there is nothing', () => {
    show('agenda', [appointment(), appointment({ id: 'a2', startTime: '2026-12-30T09:00:00.000Z', endTime: '2026-12-30T10:00:00.000Z' }), appointment({ id: 'a3', startTime: '2026-12-31T09:00:00.000Z', endTime: '2026-12-31T10:00:00.000Z' })]);
    expect(screen.getAllByRole('heading', { level: 2 })).toHaveLength(2);
    act(() => replaceAll([], { from: 0, to: Date.UTC(2030, 0) }));
    expect(screen.getByText('No appointments in these 30 days')).toBeInTheDocument();
  });
});
