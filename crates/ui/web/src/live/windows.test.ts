import { expect, test } from 'vitest';
import { Windows, widened } from './windows';

const DAY = 86_400_000;
const week = (n: number) => ({ from: n * 7 * DAY, to: (n + 1) * 7 * DAY });

/** Connected, with the margin of week 10 shown. */
function connected(): Windows {
  const windows = new Windows();
  windows.want(week(10));
  windows.connecting();
  windows.arrived();
  return windows;
}

test('what is wanted is asked for with a margin, and what is there already is not asked for', () => {
  const windows = connected();
  expect(windows.state).toBe('ready');
  expect(windows.want(week(11))).toBeNull();
  expect(windows.want(week(12))).toEqual(widened(week(12)));
  expect(windows.state).toBe('loading');
  windows.arrived();
  expect(windows.state).toBe('ready');
});

test('what is on its way is not asked for twice, and snapshots come in order', () => {
  const windows = connected();
  windows.want(week(20));
  expect(windows.want(week(20))).toBeNull();
  windows.want(week(30));
  expect(windows.arrived()).toEqual(widened(week(20)));
  expect(windows.state).toBe('loading');
  expect(windows.arrived()).toEqual(widened(week(30)));
  expect(windows.state).toBe('ready');
});

test('a window never exceeds what the server allows', () => {
  const span = widened({ from: 0, to: 395 * DAY });
  expect(span.to - span.from).toBeLessThanOrEqual(400 * DAY);
});

test('too large: asked for again without the margin, then given up until another view', () => {
  const windows = connected();
  windows.want(week(50));
  expect(windows.refused(true)).toEqual(week(50));
  expect(windows.state).toBe('loading');
  expect(windows.refused(true)).toBeNull();
  expect(windows.state).toBe('too_large');
  expect(windows.want(week(10))).toBeNull();
  expect(windows.state).toBe('ready');
});

test('a connection that resumes keeps the window it has', () => {
  const windows = connected();
  const shown = windows.connecting();
  windows.resumed();
  expect(windows.state).toBe('ready');
  expect(windows.want(week(40))).toEqual(widened(week(40)));
  // It breaks before the answer: the new one is what one connects with.
  expect(windows.connecting()).toEqual(widened(week(40)));
  expect(shown).toEqual(widened(week(10)));
});

test('what is looked at while the connection is being made is said once it is', () => {
  const windows = new Windows();
  const first = windows.connecting();
  expect(windows.want(week(10))).toEqual(widened(week(10)));
  expect(windows.later).toEqual([widened(week(10))]);
  expect(windows.arrived()).toEqual(first);
  expect(windows.state).toBe('loading');
  windows.arrived();
  expect(windows.state).toBe('ready');
});
