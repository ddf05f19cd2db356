import { describe, expect, it } from 'vitest';
import { Problem } from '@/api/problem';
import type { Lock } from '@/api/types';
import { ana, budi, lockOf } from '@/testing';
import { IDLE, isRenewalDue, type Lease, type LeaseEvent, step } from './lease-state';

const T0 = Date.parse('2026-12-01T09:00:00.000Z');
const TTL = 300_000;
const iso = (at: number) => new Date(at).toISOString();
const lock = (change: Partial<Lock> = {}) => lockOf(ana, { id: 'mine', clientId: 'tab', createdAt: iso(T0), expiresAt: iso(T0 + TTL), ...change });
const theirs = (change: Partial<Lock> = {}) => lockOf(budi, { id: 'theirs', createdAt: iso(T0 + 1000), expiresAt: iso(T0 + TTL), ...change });
const person = (of: Lock) => of.user;

const run = (...events: LeaseEvent[]): Lease => events.reduce(step, IDLE);
const granted: LeaseEvent[] = [{ type: 'acquire' }, { type: 'granted', lock: lock(), at: T0 }];
const shown: LeaseEvent = { type: 'seen', lock: lock(), revision: 5, at: T0 };
const tick = (after: number, online = true): LeaseEvent => ({ type: 'tick', at: T0 + after, online });
const problem = new Problem({ status: 503, code: 'unavailable', detail: '' });

describe('taking the lock', () => {
  it.each<[string, LeaseEvent[], Partial<Lease>]>([
    ['asks', [], { phase: 'acquiring', until: null }],
    ['waits when there were too many', [{ type: 'wait', until: T0 + 2000 }], { phase: 'acquiring', until: T0 + 2000 }],
    ['holds', [{ type: 'granted', lock: lock(), at: T0 }], { phase: 'held', until: T0 + TTL, ttl: TTL, warning: 'none' }],
    ['is refused', [{ type: 'locked', lock: theirs() }], { phase: 'locked' }],
    ['finds it in another tab', [{ type: 'elsewhere', lock: lock({ clientId: 'other' }) }], { phase: 'elsewhere' }],
    ['fails', [{ type: 'failed', problem }], { phase: 'failed', problem }],
    ['gives up', [{ type: 'released' }], IDLE],
  ])('%s', (_, events, expected) => {
    expect(run({ type: 'acquire' }, ...events)).toMatchObject(expected);
  });

  it('does not wait for what was closed meanwhile', () => {
    expect(run({ type: 'acquire' }, { type: 'released' }, { type: 'wait', until: 1 })).toEqual(IDLE);
  });
});

describe('what the holder was asked for', () => {
  const asked: Partial<Lock> = { requestControlByUserId: budi.id, requestControlByUser: person(theirs()), requestForceReleaseByUser: person(theirs()) };
  const shownAsked: LeaseEvent = { type: 'seen', lock: lock(asked), revision: 6, at: T0 };

  it.each<[string, Lock | null, string]>([
    ['handing it over', theirs(), 'given'],
    ['releasing it', null, 'released'],
  ])('%s is no surprise', (_, now, reason) => {
    expect(run(...granted, shown, shownAsked, { type: 'seen', lock: now, revision: 7, at: T0 })).toMatchObject({ phase: 'lost', reason, by: { name: 'Budi' } });
  });

  it('is corrected when somebody else ended it', () => {
    const forced: LeaseEvent = { type: 'lock-lost', lockId: 'mine', reason: 'force_released', by: person(theirs()) };
    expect(run(...granted, shown, shownAsked, { type: 'seen', lock: null, revision: 7, at: T0 }, forced)).toMatchObject({ reason: 'force_released' });
  });
});

describe('time', () => {
  it.each([
    [0, 'none'],
    [TTL - 60_001, 'none'],
    [TTL - 60_000, 'soon'],
    [TTL - 15_001, 'soon'],
    [TTL - 15_000, 'last'],
    [TTL - 1, 'last'],
  ])('warns after %i ms: %s', (after, warning) => {
    expect(run(...granted, tick(after))).toMatchObject({ phase: 'held', warning });
  });

  it('does not begin a short lock with a warning', () => {
    const short = lock({ expiresAt: iso(T0 + 20_000) });
    const start: LeaseEvent = { type: 'granted', lock: short, at: T0 };
    expect(run(start)).toMatchObject({ warning: 'none' });
    expect(run(start, tick(15_000))).toMatchObject({ warning: 'soon' });
    expect(run(start, tick(17_500))).toMatchObject({ warning: 'last' });
  });

  it('ends at the very instant, offline as well', () => {
    expect(run(...granted, tick(TTL))).toEqual({ phase: 'lost', lockId: 'mine', reason: 'expired', by: null });
    expect(run(...granted, tick(TTL + 5000, false))).toMatchObject({ phase: 'lost', reason: 'offline' });
  });

  it('keeps its identity while nothing changes', () => {
    const held = run(...granted, shown);
    expect(step(held, tick(1000))).toBe(held);
    expect(step(held, shown)).toBe(held);
  });

  it.each([
    ['nobody was there', -1, 100_000, false],
    ['somebody was there, but just renewed', 30_000, 59_999, false],
    ['a minute has passed', 30_000, 60_000, true],
    ['somebody comes back late', 200_000, 200_000, true],
  ])('renews or not: %s', (_, active, at, due) => {
    expect(isRenewalDue(run(...granted), T0 + at, T0 + active)).toBe(due);
  });

  it('renews a short lock with a third of it left', () => {
    const held = run({ type: 'granted', lock: lock({ expiresAt: iso(T0 + 9000) }), at: T0 });
    expect(isRenewalDue(held, T0 + 5999, T0 + 1)).toBe(false);
    expect(isRenewalDue(held, T0 + 6000, T0 + 1)).toBe(true);
  });
});

describe('what the live appointment shows', () => {
  const seen = (shownLock: Lock | null, revision: number, after = 1000): LeaseEvent => ({ type: 'seen', lock: shownLock, revision, at: T0 + after });

  it.each<[string, LeaseEvent[], Partial<Lease>]>([
    ['nothing yet: older than the lock', [seen(null, 4)], { phase: 'held' }],
    ['a former holder: older, too', [seen(theirs({ createdAt: iso(T0 - 1000) }), 4)], { phase: 'held' }],
    ['a later holder, ours never having been shown', [seen(theirs(), 7)], { phase: 'lost', reason: 'handed_over', by: person(theirs()) }],
    ['ours, renewed', [seen(lock({ expiresAt: iso(T0 + 400_000) }), 6)], { phase: 'held', until: T0 + 400_000 }],
    ['ours, as it was before a renewal', [seen(lock({ expiresAt: iso(T0 + 1000) }), 6)], { phase: 'held', until: T0 + TTL }],
    ['none any more', [shown, seen(null, 6)], { phase: 'lost', reason: 'gone', by: null }],
    ['none, as its time was up', [shown, seen(null, 6, TTL)], { phase: 'lost', reason: 'expired' }],
    ['none without a new revision: a time that was told before the last renewal', [shown, seen(null, 5)], { phase: 'held' }],
    ['another holder', [shown, seen(theirs(), 6)], { phase: 'lost', reason: 'handed_over' }],
    ['another tab', [shown, seen(lock({ id: 'other', clientId: 'other' }), 6)], { phase: 'lost', reason: 'moved' }],
  ])('%s', (_, events, expected) => {
    expect(run(...granted, ...events)).toMatchObject(expected);
  });

  it('does not matter to who holds nothing', () => {
    expect(run(seen(theirs(), 9))).toEqual(IDLE);
  });
});

describe('losing it', () => {
  const frame = (change: Partial<Extract<LeaseEvent, { type: 'lock-lost' }>> = {}): LeaseEvent => ({ type: 'lock-lost', lockId: 'mine', reason: 'force_released', by: person(theirs()), ...change });

  it('is told by a frame', () => {
    expect(run(...granted, frame())).toEqual({ phase: 'lost', lockId: 'mine', reason: 'force_released', by: person(theirs()) });
  });

  it('takes the reason of a frame that comes behind the update', () => {
    expect(run(...granted, shown, { type: 'seen', lock: null, revision: 6, at: T0 }, frame())).toMatchObject({ reason: 'force_released', by: person(theirs()) });
  });

  it('is not told by a frame of another holding', () => {
    expect(run(...granted, frame({ lockId: 'older' }))).toMatchObject({ phase: 'held' });
  });

  it.each<[string, LeaseEvent, Partial<Lease>]>([
    ['a refused write', { type: 'not-held', at: T0 + 1 }, { reason: 'gone' }],
    ['a refused write after its time', { type: 'not-held', at: T0 + TTL }, { reason: 'expired' }],
    ['asked after a sleep: nobody', { type: 'checked', lock: null, at: T0 + 1 }, { reason: 'gone' }],
    ['asked after a sleep: another', { type: 'checked', lock: theirs(), at: T0 + 1 }, { reason: 'handed_over' }],
  ])('%s', (_, event, expected) => {
    expect(run(...granted, event)).toMatchObject({ phase: 'lost', ...expected });
  });

  it('stands if the server says so', () => {
    expect(run(...granted, { type: 'checked', lock: lock({ expiresAt: iso(T0 + 500_000) }), at: T0 + 1 })).toMatchObject({ phase: 'held', until: T0 + 500_000 });
  });
});
