import { afterEach, describe, expect, test } from 'vitest';
import { speed } from './autoscroll';
import { areaAt, areasOf, isAtEndEdge, spotAt } from './surface';

function grid(columns: { date: string; doctor?: string; left: number }[], kind = 'data-column'): HTMLElement {
  const root = document.createElement('div');
  for (const { date, doctor, left } of columns) {
    const column = document.createElement('div');
    column.setAttribute(kind, '');
    column.dataset['date'] = date;
    if (doctor !== undefined) column.dataset['doctor'] = doctor;
    column.getBoundingClientRect = () => new DOMRect(left, -200, 100, 1440);
    root.append(column);
  }
  document.body.append(root);
  return root;
}

afterEach(() => document.body.replaceChildren());

describe('what is under the hand', () => {
  // Right-to-left only changes where the columns are: their boxes tell.
  test.each([
    ['ltr', [100, 200, 300]],
    ['rtl', [300, 200, 100]],
  ])('%s', (_, lefts) => {
    const dates = ['2026-12-01', '2026-12-02', '2026-12-03'];
    const areas = areasOf(grid(dates.map((date, index) => ({ date, left: lefts[index] ?? 0 }))));
    for (const [index, date] of dates.entries()) {
      const area = areaAt(areas, { x: (lefts[index] ?? 0) + 50, y: 340 });
      expect(area?.date).toBe(date);
      expect(area && spotAt(area, { x: 0, y: 340 })).toEqual({ date, minutes: 540, doctor: undefined });
    }
  });
  test('beside the grid: the closest column, within its day', () => {
    const areas = areasOf(grid([{ date: '2026-12-01', doctor: 'Dr. Adi', left: 100 }, { date: '2026-12-01', doctor: '', left: 200 }]));
    const area = areaAt(areas, { x: 900, y: 5000 });
    expect(area?.doctor).toBeNull();
    expect(area && spotAt(area, { x: 900, y: 5000 }).minutes).toBe(1440);
    expect(areaAt(areas, { x: 0, y: 0 })?.doctor).toBe('Dr. Adi');
  });
  test('cells know no minutes', () => {
    expect(areasOf(grid([{ date: '2026-12-01', left: 0 }], 'data-cell'))[0]?.kind).toBe('cell');
  });
});

test('a card is pulled at its end, also a short one', () => {
  const card = new DOMRect(0, 100, 50, 60);
  expect(isAtEndEdge(card, { x: 5, y: 155 }, false)).toBe(true);
  expect(isAtEndEdge(card, { x: 5, y: 145 }, false)).toBe(false);
  expect(isAtEndEdge(card, { x: 5, y: 145 }, true)).toBe(true);
  expect(isAtEndEdge(new DOMRect(0, 100, 50, 12), { x: 5, y: 107 }, true)).toBe(false);
});

test('the closer to the edge, the faster', () => {
  expect(speed(500, 0, 1000)).toBe(0);
  expect(speed(990, 0, 1000)).toBeGreaterThan(speed(950, 0, 1000));
  expect(speed(10, 0, 1000)).toBeLessThan(0);
  expect(speed(-500, 0, 1000)).toBe(speed(0, 0, 1000));
});
