import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { editAppointment, showView } from '@/app/navigation';
import { getAppointmentNow } from '@/live/appointments';
import { announce } from '@/lib/announce';
import { prepareTime } from '@/lib/time';
import { beforeSignOut } from '@/session/session';
import { appointmentOf } from './fixtures';
import { onCardKeyDown } from './keyboard';
import { mayMove } from './may-move';
import { openMoveDialog } from './move-dialog-store';
import { pendingMove } from './pending';
import { reschedule } from './reschedule';

vi.mock('@/app/navigation', () => ({ editAppointment: vi.fn(), placeNow: () => ({ page: 'calendar', view: 'week', date: '2026-12-01', panel: null }), showView: vi.fn() }));
vi.mock('@/session/session', async (original) => ({ ...(await original<typeof import('@/session/session')>()), beforeSignOut: vi.fn(() => () => undefined) }));
vi.mock('@/live/appointments', () => ({ getAppointmentNow: vi.fn() }));
vi.mock('@/lib/announce', () => ({ announce: vi.fn() }));
vi.mock('./may-move', () => ({ mayMove: vi.fn() }));
vi.mock('./move-dialog-store', () => ({ openMoveDialog: vi.fn() }));
vi.mock('./reschedule', async (original) => ({ ...(await original<typeof import('./reschedule')>()), reschedule: vi.fn() }));

const saved = vi.mocked(reschedule);
const minutes = (text: string) => Date.parse(`2026-12-01T${text}:00.000Z`);

function Grid({ doctors }: { doctors?: string[] }) {
  const card = (
    <button type="button" data-appointment="a1">
      card
    </button>
  );
  const columns = doctors ?? [undefined];
  return (
    <div onKeyDown={(event) => void onCardKeyDown(event, 'a1')}>
      <div>
        {columns.map((doctor, index) => (
          <div key={index} data-column="" data-date="2026-12-01" data-doctor={doctor}>
            {(doctor === undefined || doctor === 'Dr. Sari') && card}
          </div>
        ))}
      </div>
    </div>
  );
}

const press = (key: string, more: object = { altKey: true }) => fireEvent.keyDown(screen.getByText('card'), { key, ...more });

beforeAll(() => prepareTime('UTC'));
beforeEach(() => {
  vi.clearAllMocks();
  vi.useFakeTimers();
  vi.mocked(getAppointmentNow).mockReturnValue(appointmentOf());
  vi.mocked(mayMove).mockReturnValue(true);
  saved.mockResolvedValue(true);
});
afterEach(() => {
  vi.advanceTimersByTime(2000);
  vi.useRealTimers();
});

test('presses gather into one save', () => {
  render(<Grid />);
  press('ArrowDown');
  vi.advanceTimersByTime(700);
  press('ArrowDown');
  press('ArrowRight');
  expect(pendingMove('a1')).toMatchObject({ phase: 'keys', start: minutes('09:30') + 86_400_000 });
  expect(saved).not.toHaveBeenCalled();
  vi.advanceTimersByTime(800);
  expect(saved).toHaveBeenCalledTimes(1);
  expect(saved.mock.calls[0]?.[1]).toMatchObject({ start: minutes('09:30') + 86_400_000, end: minutes('10:00') + 86_400_000 });
  expect(announce).toHaveBeenCalledTimes(3);
});

test('Enter saves at once, and is no click', () => {
  render(<Grid />);
  press('ArrowUp', { altKey: true, shiftKey: true });
  expect(press('Enter', {})).toBe(false);
  expect(saved.mock.calls[0]?.[1]).toMatchObject({ start: minutes('09:00'), end: minutes('09:15') });
  expect(press('Enter', {})).toBe(true);
});

test('Escape takes it back', () => {
  render(<Grid />);
  press('ArrowDown');
  press('Escape', {});
  vi.advanceTimersByTime(2000);
  expect(saved).not.toHaveBeenCalled();
  expect(pendingMove('a1')).toBeUndefined();
  expect(vi.mocked(announce).mock.calls.at(-1)?.[0]).toContain('stays where it was');
});

test.each<[string, () => unknown]>([
  ['another place', () => dispatchEvent(new Event('hashchange'))],
  ['the page', () => dispatchEvent(new Event('pagehide'))],
  ['the session', () => vi.mocked(beforeSignOut).mock.calls.at(-1)?.[0]()],
])('leaving for or from %s saves at once, and once', (_, leave) => {
  render(<Grid />);
  press('ArrowDown');
  leave();
  expect(saved).toHaveBeenCalledTimes(1);
  leave();
  vi.advanceTimersByTime(2000);
  expect(saved).toHaveBeenCalledTimes(1);
});

test('closing the page within the pause asks for the time to save, and only then', () => {
  const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
  render(<Grid />);
  expect(isAsked()).toBe(false);
  press('ArrowDown');
  expect(isAsked()).toBe(true);
  expect(saved).toHaveBeenCalledTimes(1);
  expect(isAsked()).toBe(false);
});

test('the view follows, but not who went elsewhere meanwhile', async () => {
  const away = async (leave: () => void) => {
    render(<Grid />);
    for (let days = 0; days < 2; days += 1) press('ArrowRight');
    leave();
    await vi.advanceTimersByTimeAsync(800);
    cleanup();
  };
  await away(() => void (location.hash = '#/week/2027-01-01'));
  expect(saved).toHaveBeenCalledTimes(1);
  expect(showView).not.toHaveBeenCalled();
  await away(() => undefined);
  expect(showView).toHaveBeenCalledExactlyOnceWith('week', '2026-12-03');
});

test('there and back is no move', () => {
  render(<Grid />);
  press('ArrowDown');
  press('ArrowUp');
  vi.advanceTimersByTime(2000);
  expect(saved).not.toHaveBeenCalled();
});

test('in a day of doctors, to the neighbouring one', () => {
  render(<Grid doctors={['Dr. Adi', 'Dr. Sari', '']} />);
  press('ArrowRight');
  expect(pendingMove('a1')?.doctorName).toBeNull();
  press('ArrowRight');
  expect(vi.mocked(announce).mock.calls.at(-1)?.[0]).toContain('no further column');
  press('ArrowLeft');
  press('ArrowLeft');
  press('Enter', {});
  expect(saved.mock.calls[0]?.[1]).toMatchObject({ doctorName: 'Dr. Adi', start: minutes('09:00') });
});

test('what others hold is not moved', () => {
  vi.mocked(mayMove).mockReturnValue(false);
  render(<Grid />);
  press('ArrowDown');
  vi.advanceTimersByTime(2000);
  expect(pendingMove('a1')).toBeUndefined();
  expect(saved).not.toHaveBeenCalled();
});

test('E edits, M opens the dialog, the rest is not ours', () => {
  render(<Grid />);
  press('e', {});
  press('m', {});
  expect(editAppointment).toHaveBeenCalledWith('a1');
  expect(openMoveDialog).toHaveBeenCalledWith('a1');
  expect(press('ArrowDown', {})).toBe(true);
});
