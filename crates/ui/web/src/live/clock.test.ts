import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const start = Date.parse('2026-12-01T09:00:00Z');

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ now: start });
});
afterEach(() => vi.useRealTimers());

const at = (milliseconds: number) => new Date(milliseconds).toISOString();

test('the server’s clock counts, the way to it halved', async () => {
  const clock = await import('./clock');
  vi.setSystemTime(start + 200);
  clock.learn(at(start + 3_600_100), start);
  expect(clock.now() - Date.now()).toBe(3_600_000);
});

test('a slow answer does not spoil what a quick one said, but a clock that was set counts', async () => {
  const clock = await import('./clock');
  vi.setSystemTime(start + 10);
  clock.learn(at(start + 5), start);
  expect(clock.now() - Date.now()).toBe(0);
  vi.setSystemTime(start + 4000);
  clock.learn(at(start + 3900), start + 10);
  expect(clock.now() - Date.now()).toBe(0);
  clock.learn(at(start + 64_000), start + 3800);
  expect(clock.now() - Date.now()).toBeGreaterThan(59_000);
});
