import { afterEach, expect, test } from 'vitest';
import { formatDate, formatRange, prepareTime, remaining, zoned } from './time';

afterEach(() => prepareTime('UTC'));

test.each([
  [299_000, '4:59'],
  [299_001, '5:00'],
  [61_000, '1:01'],
  [3_600_000, '1:00:00'],
  [0, '0:00'],
  [-5_000, '0:00'],
])('%i ms left is %s', (left, text) => {
  expect(remaining(1_000_000 + left, 1_000_000)).toBe(text);
});

test('what people see is the clinic’s time, wherever they are', async () => {
  await prepareTime('Asia/Jakarta');
  const at = Date.parse('2026-12-01T20:00:00Z');
  expect(zoned(at).toPlainDate().toString()).toBe('2026-12-02');
  expect(formatRange(at, at + 1_800_000)).toMatch(/3:00\s*–\s*3:30\s*AM/);
});

test('a date is of no zone', async () => {
  await prepareTime('Pacific/Auckland');
  expect(formatDate('2026-12-01')).toBe('Dec 1, 2026');
});
