import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Labelled, around, columnsFor, pointIn, positionIn, viewOf } from './position';

const box = { left: 100, top: -300, width: 200, height: 1440 };

describe('a position', () => {
  test.each([
    [100, -300, false, { x: 0, y: 0 }],
    [300, 1140, false, { x: 1, y: 1 }],
    [150, 420, false, { x: 0.25, y: 0.5 }],
    [150, 420, true, { x: 0.75, y: 0.5 }],
    [0, 9000, false, { x: 0, y: 1 }],
  ])('%d, %d rtl %s', (x, y, rtl, position) => {
    expect(positionIn(box, x, y, rtl)).toEqual(position);
  });

  test('is the same place in any other box, whichever way one reads', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const some = fc.record({ left: fc.integer({ min: -500, max: 500 }), top: fc.integer({ min: -2000, max: 500 }), width: fc.integer({ min: 1, max: 900 }), height: fc.integer({ min: 1, max: 4000 }) });
    fc.assert(
      fc.property(some, share, share, fc.boolean(), (where, x, y, rtl) => {
        const point = pointIn(where, { x, y }, rtl);
        const back = positionIn(where, point.x, point.y, rtl);
        expect(back.x).toBeCloseTo(x, 6);
        expect(back.y).toBeCloseTo(y, 6);
      }),
    );
  });
});

describe('a view', () => {
  const week: Labelled[] = [{ date: '2026-12-01', doctor: undefined }, { date: '2026-12-02', doctor: undefined }];
  const day: Labelled[] = [{ date: '2026-12-01', doctor: 'Dr. Adi' }, { date: '2026-12-01', doctor: 'Dr. Sari' }, { date: '2026-12-01', doctor: null }];
  test.each([
    ['a week’s day in the week', '2026-12-02', week, [1]],
    ['a doctor’s column in the week: the day', '2026-12-02|Dr. Sari', week, [1]],
    ['a doctor’s column in the day', '2026-12-01|Dr. Sari', day, [1]],
    ['no doctor', '2026-12-01|', day, [2]],
    ['a doctor who has no column: the whole day', '2026-12-01|Dr. Who', day, [0, 1, 2]],
    ['a week’s day in the day: all of it', '2026-12-01', day, [0, 1, 2]],
    ['another day', '2027-01-01', day, []],
  ])('%s', (_, view, columns, indexes) => {
    expect(columnsFor(view, columns)).toEqual(indexes.map((index) => columns[index]));
  });
  test('fits the protocol, and long names are still found', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (doctor) => {
        const column = { date: '2026-12-01', doctor };
        expect([...viewOf(column)].length).toBeLessThanOrEqual(64);
        expect(columnsFor(viewOf(column), [column])).toEqual([column]);
      }),
    );
  });
});

test('around several columns', () => {
  expect(around([box, { ...box, left: 300 }])).toEqual({ left: 100, top: -300, width: 400, height: 1440 });
  expect(around([])).toBeNull();
});
