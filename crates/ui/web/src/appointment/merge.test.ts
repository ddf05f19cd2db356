import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appointment } from '@/testing';
import { FIELDS, toForm, type FieldName, type FormValues, written } from './fields';
import { choose, compare, merge, merged, rebased } from './merge';

const base = written(appointment());
const typed = (change: Partial<FormValues>): FormValues => ({ ...toForm(base), ...change });
const names = (list: { name: FieldName }[]) => list.map(({ name }) => name);

describe('merge', () => {
  it('sorts changes by who made them', () => {
    const found = merge(base, { ...base, title: 'Theirs', note: 'x', phone: '1' }, typed({ title: 'Mine', address: 'Here', phone: '1' }));
    expect(names(found.clashes)).toEqual(['title']);
    expect(names(found.theirs)).toEqual(['note']);
    expect(names(found.mine)).toEqual(['address']);
    expect(found.clashes[0]).toEqual({ name: 'title', base: 'Check-up', theirs: 'Theirs', mine: 'Mine' });
  });

  it('has a start and an end chosen as one when both sides moved it', () => {
    const found = merge(base, { ...base, startTime: '2026-12-01T08:00:00.000Z' }, typed({ endTime: '2026-12-01T11:00' }));
    expect(names(found.clashes)).toEqual(['startTime', 'endTime']);
    expect(choose({}, 'endTime', 'theirs')).toEqual({ startTime: 'theirs', endTime: 'theirs' });
    expect(merged(found, typed({ endTime: '2026-12-01T11:00' }), choose({}, 'startTime', 'theirs'))).toMatchObject({ startTime: '2026-12-01T08:00', endTime: '2026-12-01T09:30' });
  });

  const text = fc.constantFrom('a', 'b', 'c');
  const side = fc.record(Object.fromEntries(FIELDS.slice(0, 9).map((name) => [name, text])));

  it('loses no change of either side, whatever they are', () => {
    fc.assert(
      fc.property(side, side, side, (was, theirs, mine) => {
        const [before, now, values] = [was, theirs, mine].map((change) => ({ ...toForm(base), ...change })) as [FormValues, FormValues, FormValues];
        const found = merge({ ...base, ...was } as typeof base, { ...base, ...theirs } as typeof base, values);
        const result = merged(found, values, {});
        for (const name of FIELDS.slice(0, 9)) {
          const [a, b, c] = [before[name], now[name], values[name]];
          expect(result[name]).toBe(c === a ? b : c);
          expect(names(found.clashes).includes(name)).toBe(a !== b && a !== c && b !== c);
        }
      }),
    );
  });
});

it('compares a draft with what is there', () => {
  expect(compare(toForm(base), typed({ note: 'x' }))).toEqual([{ name: 'note', now: '', yours: 'x' }]);
});

it('keeps what was typed while a save was under way', () => {
  const sent = typed({ title: ' Mine ', note: 'x' });
  const saved = toForm({ ...base, title: 'Mine', note: 'x' });
  expect(rebased(sent, { ...sent, note: 'xy' }, saved)).toMatchObject({ title: 'Mine', note: 'xy' });
});
