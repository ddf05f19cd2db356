import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { prepareTime, zoned } from '@/lib/time';
import { openingOf } from './opening';
import { shortcutOf } from './shortcuts';
import { suggestedTime } from './suggested';
import { useDoctorFilter } from './use-doctor-filter';

beforeEach(() => prepareTime('Europe/Berlin'));

describe('opening hours', () => {
  it.each([
    ['08:00-18:00', { from: 480, to: 1080 }],
    ['07:30-12:00', { from: 450, to: 720 }],
    ['nonsense', { from: 480, to: 1080 }],
    [undefined, { from: 480, to: 1080 }],
  ])('of %s', (hours, expected) => expect(openingOf(hours)).toEqual(expected));
});

describe('shortcuts', () => {
  const key = (key: string) => ({ key, altKey: false, ctrlKey: false, metaKey: false });

  it.each([
    ['PageUp', { do: 'back' }],
    ['t', { do: 'today' }],
    ['N', { do: 'create' }],
    ['w', { do: 'view', view: 'week' }],
    ['?', { do: 'help' }],
    ['x', undefined],
  ])('of %s', (name, expected) => expect(shortcutOf(key(name), true)).toEqual(expected));

  it('leave the browser its own, and single letters alone where they are switched off', () => {
    expect(shortcutOf({ ...key('t'), ctrlKey: true }, true)).toBeUndefined();
    expect(shortcutOf(key('t'), false)).toBeUndefined();
    expect(shortcutOf(key('PageDown'), false)).toEqual({ do: 'next' });
  });
});

describe('the time suggested for a new appointment', () => {
  const opening = { from: 480, to: 1080 };
  const at = (iso: string) => Date.parse(iso);
  const start = (...args: Parameters<typeof suggestedTime>) => zoned(suggestedTime(...args).start).toPlainDateTime().toString();

  it.each([
    ['today, the next quarter', ['2026-12-01'], '2026-12-01T09:07:00Z', '2026-12-01T10:15:00'],
    ['before opening, as it opens', ['2026-12-01'], '2026-12-01T03:00:00Z', '2026-12-01T08:00:00'],
    ['after hours, tomorrow', ['2026-12-01'], '2026-12-01T17:00:00Z', '2026-12-02T08:00:00'],
    ['on another day, as it opens', ['2026-12-24'], '2026-12-01T09:07:00Z', '2026-12-24T08:00:00'],
  ])('%s', (_, days, now, expected) => expect(start(days, days[0] as string, '2026-12-01', at(now), opening)).toBe(expected));
});

describe('the filter by doctor', () => {
  it('shows all until one is chosen, compares as the server does, and is kept for each user', () => {
    const { result, unmount } = renderHook(() => useDoctorFilter('u1'));
    expect(result.current.shows(null)).toBe(true);
    act(() => result.current.toggle('Dr. Sari'));
    expect([result.current.shows(' dr. sari'), result.current.shows('Dr. Wu'), result.current.shows(null)]).toEqual([true, false, false]);
    unmount();
    const again = renderHook(() => useDoctorFilter('u1'));
    expect(again.result.current.chosen).toEqual(['Dr. Sari']);
    expect(renderHook(() => useDoctorFilter('u2')).result.current.chosen).toEqual([]);
    act(() => again.result.current.toggle('dr. sari'));
    expect(again.result.current.shows('Dr. Wu')).toBe(true);
  });
});
