import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { throttle } from './throttle';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('acts at once, and once more for all that was called for meanwhile', () => {
  const action = vi.fn();
  const throttled = throttle(action, 1000);
  for (let n = 0; n < 5; n += 1) throttled.call();
  expect(action).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(action).toHaveBeenCalledTimes(2);
  throttled.call();
  expect(action).toHaveBeenCalledTimes(3);
});

it('does nothing more once stopped', () => {
  const action = vi.fn();
  const throttled = throttle(action, 1000);
  throttled.call();
  throttled.call();
  throttled.stop();
  vi.advanceTimersByTime(5000);
  expect(action).toHaveBeenCalledTimes(1);
});
