import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareTime } from '@/lib/time';
import { appointment } from '@/testing';
import { changed, endAfter, toContent, toForm, toInstant, toLocal, written } from './fields';

beforeAll(() => prepareTime('Europe/Berlin'));
afterAll(() => prepareTime('UTC'));

const base = written(appointment({ startTime: '2026-12-01T09:00:30.000Z', endTime: '2026-12-01T09:30:00.000Z' }));

describe('times', () => {
  it('are of the clinic’s wall clock', () => {
    expect(toLocal('2026-12-01T09:00:00.000Z')).toBe('2026-12-01T10:00');
    expect(toInstant('2026-07-01T10:00')).toBe('2026-07-01T08:00:00.000Z');
    expect(toInstant('2026-07-')).toBeNull();
  });

  it('lie behind the gap of a spring night', () => {
    expect(toInstant('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('survive the form, but for the second pass of an autumn hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }), (at) => {
        const minute = at - (at % 60_000);
        const local = toLocal(minute);
        const back = Date.parse(toInstant(local) ?? '');
        expect(toLocal(back)).toBe(local);
        expect([minute, minute - 3_600_000]).toContain(back);
      }),
    );
  });
});

describe('the end goes along with the start', () => {
  it.each([
    ['an hour later', '2026-12-01T10:00', '2026-12-01T10:30', '2026-12-01T11:00', '2026-12-01T11:30'],
    ['over midnight', '2026-12-01T22:00', '2026-12-01T23:30', '2026-12-01T23:00', '2026-12-02T00:30'],
    ['into the gap: the length stays', '2026-03-28T01:30', '2026-03-28T02:30', '2026-03-29T01:30', '2026-03-29T03:30'],
    ['not while the start is half typed', '2026-12-01T10:00', '2026-12-01T10:30', '', null],
    ['not if it had no length', '2026-12-01T10:00', '2026-12-01T10:00', '2026-12-01T11:00', null],
  ])('%s', (_, start, end, moved, expected) => {
    expect(endAfter(start, end, moved)).toBe(expected);
  });
});

describe('what was changed', () => {
  it('is nothing at first, though the form shows no seconds', () => {
    expect(changed(base, toForm(base))).toEqual({});
  });

  it('is only what differs, trimmed, and null where nothing is left', () => {
    const values = { ...toForm({ ...base, phone: '1' }), title: ' New ', phone: ' ', note: ' kept ' };
    expect(changed({ ...base, phone: '1' }, values)).toEqual({ title: 'New', phone: null, note: ' kept ' });
  });

  it('leaves a title that was emptied to the server to refuse', () => {
    expect(changed(base, { ...toForm(base), title: '' })).toEqual({ title: '' });
  });

  it('names the instant of a changed time only', () => {
    expect(changed(base, { ...toForm(base), endTime: '2026-12-01T11:00' })).toEqual({ endTime: '2026-12-01T10:00:00.000Z' });
  });
});

it('makes a whole content of a form', () => {
  const plain = { ...base, startTime: '2026-12-01T09:00:00.000Z' };
  expect(toContent(toForm(plain))).toEqual(plain);
});
