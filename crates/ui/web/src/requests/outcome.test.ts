import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '@/api/types';
import type { Kind } from './asks';
import { ana, budi, citra, entry } from './fixtures';
import { findOutcome, forcedReason, type Finding } from './outcome';

const asked = entry('control_requested', citra, budi);
const askedRelease = entry('force_release_requested', citra, budi);
const by = (person: typeof budi) => ({ id: person.id, name: person.name });

describe('findOutcome', () => {
  it.each<[string, Kind, HistoryEntry[], Finding]>([
    ['an approval', 'control', [entry('control_approved', budi, citra), asked], { verdict: 'granted', by: by(budi) }],
    ['a hand-over on release', 'control', [entry('renewed', citra), entry('handed_over', budi, citra), asked], { verdict: 'granted', by: by(budi) }],
    ['silence', 'control', [entry('control_settled', null, citra), asked], { verdict: 'unanswered', by: null }],
    ['a rejection', 'control', [entry('control_rejected', budi, citra), asked], { verdict: 'declined', by: by(budi) }],
    ['a lock that ended', 'control', [entry('control_lapsed', null, citra), entry('expired', null, budi), asked], { verdict: 'lapsed', by: null }],
    ['a withdrawal', 'control', [entry('control_withdrawn', citra, budi), asked], { verdict: 'withdrawn', by: by(citra) }],
    ['a withdrawal by the system', 'control', [entry('control_withdrawn', null, citra), asked], { verdict: 'withdrawn', by: null }],
    ['an approved release', 'release', [entry('force_release_approved', budi, citra), askedRelease], { verdict: 'granted', by: by(budi) }],
    ['a release by silence', 'release', [entry('force_release_settled', null, citra), askedRelease], { verdict: 'unanswered', by: null }],
    ['a rejected release', 'release', [entry('force_release_rejected', budi, citra), askedRelease], { verdict: 'declined', by: by(budi) }],
    ['a lapsed release', 'release', [entry('force_release_lapsed', null, citra), askedRelease], { verdict: 'lapsed', by: null }],
    ['a request that still waits', 'control', [entry('renewed', budi), asked], 'pending'],
    ['a request further back', 'control', [entry('renewed', budi), entry('renewed', budi)], 'unknown'],
    ['the latest of several requests', 'control', [asked, entry('control_rejected', budi, citra), asked], 'pending'],
    ['the outcome next to its request', 'control', [entry('control_approved', budi, ana), entry('control_rejected', budi, citra), asked], { verdict: 'declined', by: by(budi) }],
    ["nothing of another's request", 'control', [entry('control_approved', budi, ana), entry('control_requested', ana, budi), asked], 'pending'],
    ['nothing of the other kind', 'control', [entry('force_release_rejected', budi, citra), asked], 'pending'],
  ])('finds %s', (_, kind, entries, expected) => {
    expect(findOutcome(entries, kind, citra.id)).toEqual(expected);
  });
});

describe('forcedReason', () => {
  it('is that of this very holding', () => {
    const entries = [entry('force_released', citra, budi, { lockId: 'lock-2', reason: 'late' }), entry('force_released', citra, budi, { lockId: 'lock-1', reason: 'gone home' })];
    expect(forcedReason(entries, 'lock-1')).toBe('gone home');
    expect(forcedReason(entries, 'lock-3')).toBeNull();
  });
});
