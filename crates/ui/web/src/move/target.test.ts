import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareTime } from '@/lib/time';
import { type Target, grab, laterBy, longerBy, moved, movedToDay, resized, sameTarget, selected } from './target';
import { wallOf } from './wall';

const MINUTE = 60_000;
const utc = wallOf('UTC');
const berlin = wallOf('Europe/Berlin');
const span = (start: string, end: string, doctorName: string | null = 'Dr. Sari'): Target => ({ start: Date.parse(start), end: Date.parse(end), doctorName });
const iso = ({ start, end }: Target) => [new Date(start).toISOString().slice(0, 16), new Date(end).toISOString().slice(0, 16)];

beforeAll(() => prepareTime('UTC'));

describe('moving', () => {
  const visit = span('2026-12-01T09:00Z', '2026-12-01T09:30Z');
  const held = () => grab(utc, visit, { date: '2026-12-01', minutes: 550 });
  test.each<[string, { date: string; minutes: number; doctor?: string | null }, string[], string | null]>([
    ['stays under a small tremble', { date: '2026-12-01', minutes: 556 }, ['2026-12-01T09:00', '2026-12-01T09:30'], 'Dr. Sari'],
    ['snaps to quarters', { date: '2026-12-01', minutes: 570 }, ['2026-12-01T09:15', '2026-12-01T09:45'], 'Dr. Sari'],
    ['goes to another day', { date: '2026-12-03', minutes: 550 }, ['2026-12-03T09:00', '2026-12-03T09:30'], 'Dr. Sari'],
    ['goes to another doctor', { date: '2026-12-01', minutes: 550, doctor: 'Dr. Adi' }, ['2026-12-01T09:00', '2026-12-01T09:30'], 'Dr. Adi'],
    ['goes to no doctor', { date: '2026-12-01', minutes: 550, doctor: null }, ['2026-12-01T09:00', '2026-12-01T09:30'], null],
    ['stops at midnight above', { date: '2026-12-01', minutes: 0 }, ['2026-12-01T00:00', '2026-12-01T00:30'], 'Dr. Sari'],
    ['starts on the day at the latest', { date: '2026-12-01', minutes: 1440 }, ['2026-12-01T23:45', '2026-12-02T00:15'], 'Dr. Sari'],
  ])('%s', (_, spot, times, doctor) => {
    const target = moved(utc, visit, held(), spot);
    expect(iso(target)).toEqual(times);
    expect(target.doctorName).toBe(doctor);
  });

  test('a later part of it is moved with what stands before', () => {
    const night = span('2026-12-01T22:00Z', '2026-12-02T06:00Z');
    const inTheMorning = grab(utc, night, { date: '2026-12-02', minutes: 180 });
    expect(iso(moved(utc, night, inTheMorning, { date: '2026-12-03', minutes: 240 }))).toEqual(['2026-12-02T23:00', '2026-12-03T07:00']);
  });

  test('from an odd time it comes to a round one', () => {
    const odd = span('2026-12-01T09:05Z', '2026-12-01T09:25Z');
    const by = grab(utc, odd, { date: '2026-12-01', minutes: 550 });
    expect(iso(moved(utc, odd, by, { date: '2026-12-01', minutes: 620 }))).toEqual(['2026-12-01T10:15', '2026-12-01T10:35']);
  });
});

describe('days when the clocks change', () => {
  const winter = span('2026-03-28T08:00Z', '2026-03-28T09:00Z');
  test('the time of day stays, and how long it takes', () => {
    expect(iso(movedToDay(berlin, winter, '2026-03-28', '2026-03-29'))).toEqual(['2026-03-29T07:00', '2026-03-29T08:00']);
    expect(iso(movedToDay(berlin, winter, '2026-03-28', '2026-03-28'))).toEqual(iso(winter));
  });
  test('into the hour left out: the one behind it', () => {
    const early = span('2026-03-28T01:30Z', '2026-03-28T02:00Z');
    expect(iso(movedToDay(berlin, early, '2026-03-28', '2026-03-29'))).toEqual(['2026-03-29T01:30', '2026-03-29T02:00']);
  });
  test('with the keys one always gets on through it', () => {
    let target = span('2026-10-24T23:30Z', '2026-10-25T00:00Z');
    for (let press = 0; press < 16; press++) {
      const next = laterBy(berlin, target, 15);
      expect(next.start).toBeGreaterThan(target.start);
      target = next;
    }
    for (let press = 0; press < 16; press++) {
      const next = laterBy(berlin, target, -15);
      expect(next.start).toBeLessThan(target.start);
      target = next;
    }
  });
  test('a night of 25 hours', () => {
    const night = span('2026-10-24T20:00Z', '2026-10-24T21:00Z');
    expect(iso(resized(berlin, night, { date: '2026-10-25', minutes: 600 }))).toEqual(['2026-10-24T20:00', '2026-10-25T09:00']);
  });
});

describe('resizing', () => {
  const visit = span('2026-12-01T09:00Z', '2026-12-01T09:30Z');
  test.each<[string, { date: string; minutes: number }, string]>([
    ['longer', { date: '2026-12-01', minutes: 598 }, '2026-12-01T10:00'],
    ['shorter, but a quarter stays', { date: '2026-12-01', minutes: 300 }, '2026-12-01T09:15'],
    ['to midnight', { date: '2026-12-01', minutes: 1440 }, '2026-12-02T00:00'],
    ['to the next day', { date: '2026-12-02', minutes: 60 }, '2026-12-02T01:00'],
    ['31 days at most', { date: '2027-03-01', minutes: 60 }, '2027-01-01T09:00'],
  ])('%s', (_, spot, end) => {
    expect(iso(resized(utc, visit, spot))).toEqual(['2026-12-01T09:00', end]);
  });
  test('by the keys', () => {
    expect(iso(longerBy(visit, 15))[1]).toBe('2026-12-01T09:45');
    expect(iso(longerBy(visit, -60))[1]).toBe('2026-12-01T09:15');
  });
});

describe('selecting', () => {
  const anchor = { date: '2026-12-01', minutes: 547, doctor: 'Dr. Adi' };
  test.each<[string, { date: string; minutes: number }, string[]]>([
    ['downwards', { date: '2026-12-01', minutes: 596 }, ['2026-12-01T09:00', '2026-12-01T10:00']],
    ['upwards', { date: '2026-12-01', minutes: 511 }, ['2026-12-01T08:30', '2026-12-01T09:15']],
    ['at least one step', { date: '2026-12-01', minutes: 547 }, ['2026-12-01T09:00', '2026-12-01T09:15']],
    ['beyond the day ends with it', { date: '2026-12-02', minutes: 30 }, ['2026-12-01T09:00', '2026-12-02T00:00']],
  ])('%s', (_, spot, times) => {
    const target = selected(utc, anchor, spot);
    expect(iso(target)).toEqual(times);
    expect(target.doctorName).toBe('Dr. Adi');
  });
});

test('doctors compare as the server compares them', () => {
  const visit = span('2026-12-01T09:00Z', '2026-12-01T09:30Z', ' dr. sari');
  expect(sameTarget(visit, { ...visit, doctorName: 'Dr. Sari ' })).toBe(true);
  expect(sameTarget(visit, { ...visit, doctorName: null })).toBe(false);
});

describe('anywhere, in any zone', () => {
  const zone = fc.constantFrom('UTC', 'Asia/Jakarta', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia');
  const start = fc.integer({ min: Date.parse('2026-01-01') / MINUTE, max: Date.parse('2027-12-31') / MINUTE }).map((minute) => minute * MINUTE);
  const length = fc.integer({ min: 5, max: 3000 }).map((minutes) => minutes * MINUTE);
  const minutes = fc.double({ min: 0, max: 1440, noNaN: true });

  test('a move keeps the length, and starts on the hand’s day or before', () => {
    fc.assert(
      fc.property(zone, start, length, minutes, fc.integer({ min: -40, max: 40 }), (tz, at, takes, hand, days) => {
        const wall = wallOf(tz);
        const original = { start: at, end: at + takes, doctorName: null };
        const { date, minutes: began } = wall.place(at);
        const held = grab(wall, original, { date, minutes: Math.min(1440, began + 3) });
        const to = wall.plus(date, days);
        const target = moved(wall, original, held, { date: to, minutes: hand });
        expect(target.end - target.start).toBe(takes);
        expect(wall.place(target.start).date).toBe(to);
      }),
      { numRuns: 300 },
    );
  });

  test('a selection and a resize are never empty', () => {
    fc.assert(
      fc.property(zone, start, minutes, minutes, (tz, at, from, to) => {
        const wall = wallOf(tz);
        const { date } = wall.place(at);
        const target = selected(wall, { date, minutes: from }, { date, minutes: to });
        expect(target.end).toBeGreaterThan(target.start);
        expect(resized(wall, target, { date, minutes: to }).end).toBeGreaterThan(target.start);
      }),
      { numRuns: 300 },
    );
  });

  test('days there and back lead back', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: -60, max: 60 }), (at, days) => {
        const original = { start: at, end: at + 30 * MINUTE, doctorName: null };
        const { date } = utc.place(at);
        const there = movedToDay(utc, original, date, utc.plus(date, days));
        expect(movedToDay(utc, there, utc.plus(date, days), date)).toEqual(original);
      }),
    );
  });
});
