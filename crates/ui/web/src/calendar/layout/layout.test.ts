import fc from 'fast-check';
import 'temporal-polyfill/global';
import { describe, expect, it } from 'vitest';
import { columnsOf, doctorKey } from './columns';
import { atWall, boxOf, snap, wallDate, wallMinutes } from './geometry';
import { cellOf, roomOf } from './month';
import { pack } from './pack';
import { VIEWS, daysOf, firstDayOf, step, weeksOf } from './ranges';
import { type Segment, segmentsOf } from './segments';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Jakarta', 'America/St_Johns', 'Asia/Kathmandu'];
const HOUR = 3_600_000;

const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 11, 31) });
const date = instant.map((ms) => wallDate(ms, 'UTC'));
const timed = fc.record({ id: fc.uuid(), start: instant, length: fc.integer({ min: 60_000, max: 3 * 24 * HOUR }) }).map(({ id, start, length }) => ({ id, start, end: start + length }));
const segment: fc.Arbitrary<Segment> = fc
  .record({ id: fc.uuid(), start: fc.integer({ min: 0, max: 95 }), length: fc.integer({ min: 1, max: 24 }) })
  .map(({ id, start, length }) => ({ id, date: '2026-12-01', at: start, start: start * 15, end: Math.min(1440, (start + length) * 15), continued: false, continues: false }));

describe('geometry', () => {
  it('finds the instant of a wall-clock time again, but for times that the clocks skip', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 1439 }), zone, (day, minutes, tz) => {
        const at = atWall(day, minutes, tz);
        const skipped = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes }).toZonedDateTime(tz, { disambiguation: 'later' }).epochMilliseconds;
        if (wallMinutes(at, tz) === minutes) expect(wallDate(at, tz)).toBe(day);
        else expect(wallMinutes(skipped, tz)).not.toBe(minutes);
      }),
    );
  });

  it.each([
    ['23 hours', '2026-03-29', 23],
    ['24 hours', '2026-06-01', 24],
    ['25 hours', '2026-10-25', 25],
  ])('has an axis of 1440 minutes on a day of %s', (_, day, hours) => {
    expect(atWall(day, 1440, 'Europe/Berlin') - atWall(day, 0, 'Europe/Berlin')).toBe(hours * HOUR);
    expect(wallMinutes(atWall(day, 12 * 60, 'Europe/Berlin'), 'Europe/Berlin')).toBe(720);
  });

  it('moves a skipped time on and takes the first of two', () => {
    expect(wallMinutes(atWall('2026-03-29', 150, 'Europe/Berlin'), 'Europe/Berlin')).toBe(210);
    expect(atWall('2026-10-25', 150, 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  it('snaps within the day', () => {
    expect([snap(7), snap(8), snap(-20), snap(1500), snap(62, 30)]).toEqual([0, 15, 0, 1440, 60]);
    expect(boxOf(360, 720)).toEqual({ top: '25%', height: '25%' });
  });
});

describe('segments', () => {
  it('cover an appointment day by day and stay within each', () => {
    fc.assert(
      fc.property(timed, zone, (item, tz) => {
        const segments = segmentsOf(item, tz);
        expect(segments.length).toBeGreaterThan(0);
        expect(segments[0]?.date).toBe(wallDate(item.start, tz));
        expect(segments.at(-1)?.date).toBe(wallDate(item.end - 1, tz));
        for (const [index, part] of segments.entries()) {
          expect(part.start).toBeGreaterThanOrEqual(0);
          expect(part.end).toBeLessThanOrEqual(1440);
          expect(part.end - part.start).toBeGreaterThanOrEqual(15 - 1e-6);
          expect(part.continued).toBe(index > 0);
          expect(part.continues).toBe(index < segments.length - 1);
        }
      }),
    );
  });

  it('splits at midnight, and not for one that ends there', () => {
    const night = segmentsOf({ id: 'a', start: atWall('2026-12-01', 1380, 'UTC'), end: atWall('2026-12-02', 60, 'UTC') }, 'UTC');
    expect(night.map(({ date, start, end }) => [date, start, end])).toEqual([
      ['2026-12-01', 1380, 1440],
      ['2026-12-02', 0, 60],
    ]);
    expect(segmentsOf({ id: 'a', start: atWall('2026-12-01', 1380, 'UTC'), end: atWall('2026-12-02', 0, 'UTC') }, 'UTC')).toHaveLength(1);
  });

  it.each([
    ['the second pass of an hour shares the rows of the first', 1.5 * HOUR, 2 * HOUR, 150, 180],
    ['from the first pass into the second: every row it touches', 0.75 * HOUR, 1.25 * HOUR, 120, 180],
    ['across the whole night', -1 * HOUR, 3 * HOUR, 60, 240],
  ])('on a day of 25 hours: %s', (_, from, to, start, end) => {
    const midnight = Date.UTC(2026, 9, 25);
    expect(segmentsOf({ id: 'a', start: midnight + from, end: midnight + to }, 'Europe/Berlin')[0]).toMatchObject({ start, end });
  });

  it('on a day of 23 hours nothing is drawn longer than its clock says', () => {
    const item = { id: 'a', start: Date.UTC(2026, 2, 29, 0), end: Date.UTC(2026, 2, 29, 2) };
    expect(segmentsOf(item, 'Europe/Berlin')[0]).toMatchObject({ start: 60, end: 240 });
  });
});

describe('pack', () => {
  const overlap = (a: { start: number; end: number }, b: { start: number; end: number }) => a.start < b.end && b.start < a.end;

  it('never lets two cards cover each other, and loses none', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 60 }), (segments) => {
        const packed = pack(segments);
        expect(packed.map(({ id }) => id).sort()).toEqual(segments.map(({ id }) => id).sort());
        for (const [index, a] of packed.entries()) {
          expect(a.inset).toBeGreaterThanOrEqual(0);
          expect(a.inset + a.width).toBeLessThanOrEqual(1.001);
          for (const b of packed.slice(index + 1)) {
            if (overlap(a, b)) expect(a.inset + a.width <= b.inset + 0.001 || b.inset + b.width <= a.inset + 0.001).toBe(true);
          }
        }
      }),
    );
  });

  it('does not depend on the order it is given', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 20 }), (segments) => {
        expect(pack([...segments].reverse())).toEqual(pack(segments));
      }),
    );
  });

  it('packs the two passes of a repeated hour side by side', () => {
    const first = segmentsOf({ id: 'a', start: Date.UTC(2026, 9, 25, 0, 0), end: Date.UTC(2026, 9, 25, 1, 0) }, 'Europe/Berlin');
    const second = segmentsOf({ id: 'b', start: Date.UTC(2026, 9, 25, 1, 0), end: Date.UTC(2026, 9, 25, 2, 0) }, 'Europe/Berlin');
    expect(pack([...first, ...second]).map(({ id, inset, width }) => [id, inset, width])).toEqual([
      ['a', 0, 0.5],
      ['b', 0.5, 0.5],
    ]);
  });

  it('gives one alone the whole width, and one beside a pair its free lanes', () => {
    const at = (id: string, start: number, end: number): Segment => ({ id, date: '2026-12-01', at: start, start, end, continued: false, continues: false });
    expect(pack([at('a', 0, 60)])).toMatchObject([{ inset: 0, width: 1 }]);
    expect(pack([at('a', 0, 120), at('b', 0, 60), at('c', 0, 60), at('d', 60, 120)]).find(({ id }) => id === 'd')).toMatchObject({ inset: 0.3333, width: 0.6667 });
  });
});

describe('ranges', () => {
  const firstDay = fc.constantFrom(1, 6, 7);

  it('show the date, in order, without holes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWS), date, firstDay, (view, day, first) => {
        const days = daysOf(view, day, first);
        expect(days).toContain(day);
        for (const [index, each] of days.entries()) {
          expect(each).toBe(Temporal.PlainDate.from(days[0] as string).add({ days: index }).toString());
        }
      }),
    );
  });

  it('show months of every shape in whole weeks, four to six of them', () => {
    fc.assert(
      fc.property(date, firstDay, (day, first) => {
        const weeks = weeksOf(daysOf('month', day, first));
        const month = Temporal.PlainDate.from(day);
        expect(weeks.length).toBeGreaterThanOrEqual(4);
        expect(weeks.length).toBeLessThanOrEqual(6);
        for (const week of weeks) {
          expect(Temporal.PlainDate.from(week[0] as string).dayOfWeek).toBe(first);
          expect(week.some((each) => Temporal.PlainDate.from(each).month === month.month)).toBe(true);
        }
        expect(weeks.flat()).toContain(month.with({ day: month.daysInMonth }).toString());
      }),
    );
    expect(weeksOf(daysOf('month', '2027-02-10', 1))).toHaveLength(4);
    expect(weeksOf(daysOf('month', '2026-08-10', 1))).toHaveLength(6);
  });

  it('go back to where they came from', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWS), date, (view, day) => {
        const there = step(view, day, 1);
        const back = step(view, there, -1);
        if (view === 'month') expect(back.slice(0, 7)).toBe(day.slice(0, 7));
        else expect(back).toBe(day);
      }),
    );
  });

  it('begin the week as the locale does', () => {
    expect([firstDayOf('en-US'), firstDayOf('en-GB')]).toEqual([7, 1]);
    expect(daysOf('week', '2026-12-01', 7)[0]).toBe('2026-11-29');
    expect(daysOf('week', '2026-12-01', 1)[0]).toBe('2026-11-30');
  });
});

describe('columns', () => {
  it('have one per doctor by name, however it is written, and one for none', () => {
    expect(columnsOf(['Dr. Wu', null, ' dr. wu ', 'Dr. Ada'])).toEqual([
      { key: 'dr. ada', doctor: 'Dr. Ada' },
      { key: 'dr. wu', doctor: 'Dr. Wu' },
      { key: '', doctor: '' },
    ]);
    expect(columnsOf(['Dr. Wu'], ['Dr. Ada']).map(({ doctor }) => doctor)).toEqual(['Dr. Ada', 'Dr. Wu']);
    expect(columnsOf(['Dr. Wu', null], ['Dr. Wu', '']).map(({ doctor }) => doctor)).toEqual(['Dr. Wu', '']);
    expect(columnsOf([null, ''])).toEqual([{ key: '', doctor: null }]);
  });

  it('have a place for every name', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ maxLength: 8 }))), (names) => {
        const keys = columnsOf(names).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const name of names) expect(keys).toContain(doctorKey(name));
      }),
    );
  });
});

describe('a month cell', () => {
  it('shows what fits and counts the rest', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), (segments, room) => {
        const { shown, more } = cellOf(segments, room);
        expect(shown.length + more).toBe(segments.length);
        expect(shown.length + (more > 0 ? 1 : 0)).toBeLessThanOrEqual(room);
      }),
    );
    expect(roomOf(10, 30, 24)).toBe(1);
    expect(roomOf(150, 30, 24)).toBe(5);
  });
});

describe('the hour that comes twice', () => {
  const rows = (from: string, to: string) => {
    const [segment] = segmentsOf({ id: 'a', start: Date.parse(from), end: Date.parse(to) }, 'America/New_York');
    return [segment?.start, segment?.end];
  };

  it('is drawn from where the clock begins to where it ends', () => {
    expect(rows('2026-11-01T05:30:00Z', '2026-11-01T07:30:00Z')).toEqual([90, 150]);
  });

  it('and whole, where the clock ends before it began', () => {
    expect(rows('2026-11-01T05:45:00Z', '2026-11-01T06:15:00Z')).toEqual([60, 120]);
  });
});
