import { act, render } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onFrame } from '@/live/connection';
import { onCursor, sendCursor } from '@/live/cursors';
import type { CursorFrame } from '@/live/frames';
import { CursorLayer } from './CursorLayer';
import { SILENCE } from './cursors-on-grid';
import { useCursorsOn } from './settings';

vi.mock('@/session/session', () => ({ useUser: () => ({ id: 'me' }) }));
vi.mock('@/live/connection', () => ({ onFrame: vi.fn() }));
vi.mock('@/live/cursors', () => ({ onCursor: vi.fn(), sendCursor: vi.fn() }));

let hear: (frame: CursorFrame) => void;
let present: (frame: { users: { id: string; name: string }[] }) => void;
const off = vi.fn();
const cursor = (more: Partial<CursorFrame> = {}): CursorFrame => ({ userId: 'u2', name: 'Budi', position: { x: 0.5, y: 0.5 }, view: '2026-12-01', ...more });
const drawn = () => document.querySelectorAll<HTMLElement>('[data-cursor]');

let setOn: (on: boolean) => void;

function Page() {
  const gridRef = useRef<HTMLDivElement>(null);
  setOn = useCursorsOn()[1];
  return (
    <div ref={gridRef} data-testid="grid">
      <div data-column="" data-date="2026-12-01" />
      <CursorLayer gridRef={gridRef} />
    </div>
  );
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] });
  vi.mocked(onCursor).mockImplementation((handler) => ((hear = handler), off));
  vi.mocked(onFrame).mockImplementation((_, handler) => ((present = handler as typeof present), off));
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 200, 1440));
});

afterEach(() => {
  act(() => setOn(true));
  vi.useRealTimers();
});

test('draws the others where they point to, never oneself, and hides them from the screen reader', () => {
  render(<Page />);
  hear(cursor());
  hear(cursor({ userId: 'me', name: 'Me' }));
  expect(drawn()).toHaveLength(1);
  expect(drawn()[0]).toHaveTextContent('Budi');
  expect(drawn()[0]?.style.transform).toBe('translate(100.0px, 720.0px)');
  expect(drawn()[0]?.closest('[aria-hidden="true"]')).not.toBeNull();
});

test('not on a day that is not on show', () => {
  render(<Page />);
  hear(cursor({ view: '2026-12-09' }));
  expect(drawn()[0]?.style.opacity).toBe('0');
  hear(cursor());
  expect(drawn()[0]?.style.opacity).toBe('1');
});

test('fades in silence, and is gone a little later', () => {
  render(<Page />);
  hear(cursor());
  vi.advanceTimersByTime(SILENCE - 500);
  expect(drawn()[0]?.style.opacity).toBe('1');
  vi.advanceTimersByTime(1100);
  expect(drawn()[0]?.style.opacity).toBe('0');
  vi.advanceTimersByTime(1500);
  expect(drawn()).toHaveLength(0);
});

test('goes when the person goes', () => {
  render(<Page />);
  hear(cursor());
  present({ users: [{ id: 'me', name: 'Me' }] });
  expect(drawn()).toHaveLength(0);
});

test('switched off, it neither shows nor sends', () => {
  const { getByTestId } = render(<Page />);
  hear(cursor());
  off.mockClear();
  act(() => setOn(false));
  expect(localStorage.getItem('cursors')).toBe('off');
  expect(drawn()).toHaveLength(0);
  expect(off).toHaveBeenCalledTimes(2);
  vi.mocked(sendCursor).mockClear();
  getByTestId('grid').dispatchEvent(new PointerEvent('pointermove', { clientX: 5, clientY: 5, bubbles: true }));
  expect(sendCursor).not.toHaveBeenCalled();
});

test('sends where one points to; fingers do not', async () => {
  const { getByTestId } = render(<Page />);
  const column = getByTestId('grid').firstElementChild as HTMLElement;
  document.elementFromPoint = () => column;
  column.dispatchEvent(new PointerEvent('pointermove', { clientX: 50, clientY: 360, pointerType: 'touch', bubbles: true }));
  column.dispatchEvent(new PointerEvent('pointermove', { clientX: 50, clientY: 360, pointerType: 'mouse', bubbles: true }));
  await vi.waitFor(() => expect(sendCursor).toHaveBeenCalledWith({ x: 0.25, y: 0.25 }, '2026-12-01'));
  vi.mocked(sendCursor).mockClear();
  getByTestId('grid').dispatchEvent(new PointerEvent('pointerleave'));
  expect(sendCursor).toHaveBeenCalledWith(null, '');
});
