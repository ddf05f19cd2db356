import { describe, expect, it } from 'vitest';
import { asksOf, dueAsk, type Ask } from './asks';
import { ana, appointment, citra, controlBy, lock, releaseBy } from './fixtures';

const at = (seconds: number) => new Date(Date.UTC(2098, 0, 1, 0, 0, seconds)).toISOString();
const NOW = Date.parse(at(0));

describe('asksOf', () => {
  it('finds nothing where nobody holds or asks', () => {
    expect(asksOf([appointment(null), appointment(lock())])).toEqual([]);
  });

  it('finds both kinds on one lock', () => {
    const asks = asksOf([appointment(lock({ ...controlBy(citra, at(60)), ...releaseBy(ana, null) }))]);
    expect(asks.map(({ kind, requester, respondBy, lockId }) => [kind, requester.name, respondBy, lockId])).toEqual([
      ['release', 'Ana', null, 'lock-1'],
      ['control', 'Citra', Date.parse(at(60)), 'lock-1'],
    ]);
  });

  it('knows a request again when the holder goes on in another tab, and a new one for another', () => {
    const [before] = asksOf([appointment(lock(controlBy(citra, at(60))))]);
    const [moved] = asksOf([appointment(lock({ id: 'lock-2', ...controlBy(citra, at(60)) }))]);
    const [again] = asksOf([appointment(lock(controlBy(citra, at(90))))]);
    expect(moved?.key).toBe(before?.key);
    expect(again?.key).not.toBe(before?.key);
  });
});

describe('dueAsk', () => {
  const ask = (key: string, seconds: number | null, kind: Ask['kind'] = 'control'): Ask => ({
    key,
    kind,
    appointmentId: key,
    lockId: key,
    requester: citra,
    respondBy: seconds === null ? null : Date.parse(at(seconds)),
  });
  const none: string[] = [];

  it.each<[string, Ask[], string | null, string[], string | null]>([
    ['nothing', [], null, none, null],
    ['the earliest deadline', [ask('late', 60), ask('early', 20)], null, none, 'early'],
    ['one without a deadline last', [ask('ever', null), ask('late', 60)], null, none, 'late'],
    ['the release on a tie', [ask('release', 20, 'release'), ask('control', 20)], null, none, 'release'],
    ['what is shown, whatever comes', [ask('shown', 60), ask('early', 20)], 'shown', none, 'shown'],
    ['the next, once answered', [ask('shown', 60), ask('next', 70)], 'shown', ['shown'], 'next'],
    ['none whose time is up', [ask('over', 0), ask('next', 1)], 'over', none, 'next'],
    ['none that was answered', [ask('done', 60)], null, ['done'], null],
  ])('takes %s', (_, asks, shown, answered, expected) => {
    expect(dueAsk(asks, shown, new Set(answered), NOW)?.key ?? null).toBe(expected);
  });
});
