/**
 * The lock of one appointment as this tab sees it. Pure: what happens comes in as events, times are the server's, in milliseconds.
 */
import type { Lock, Person } from '@/api/types';
import type { Problem } from '@/api/problem';

/** `given` and `released`: as somebody had asked, by an answer of this person or for want of one. */
export type Loss = 'expired' | 'handed_over' | 'given' | 'released' | 'force_released' | 'moved' | 'offline' | 'gone';

/** How near the end is: not at all, 60 s, 15 s. */
export type Warning = 'none' | 'soon' | 'last';

export type Lease =
  | { phase: 'idle' }
  /** `until`: the server takes no more for now, and it is tried again then. */
  | { phase: 'acquiring'; until: number | null }
  /** `seen`: the highest revision of the live appointment that showed this holding, 0 before. */
  | { phase: 'held'; lock: Lock; until: number; ttl: number; renewed: number; seen: number; warning: Warning }
  | { phase: 'lost'; lockId: string; reason: Loss; by: Person | null }
  /** Another person has it. */
  | { phase: 'locked'; lock: Lock | null }
  /** Another tab of this person has it. */
  | { phase: 'elsewhere'; lock: Lock | null }
  | { phase: 'failed'; problem: Problem };

export type LeaseEvent =
  | { type: 'acquire' }
  | { type: 'wait'; until: number }
  | { type: 'granted'; lock: Lock; at: number }
  | { type: 'locked'; lock: Lock | null }
  | { type: 'elsewhere'; lock: Lock | null }
  | { type: 'failed'; problem: Problem }
  /** What the live appointment says. */
  | { type: 'seen'; lock: Lock | null; revision: number; at: number }
  /** What the server says, asked for. */
  | { type: 'checked'; lock: Lock | null; at: number }
  | { type: 'lock-lost'; lockId: string; reason: Loss; by: Person | null }
  /** A refusal said that the lock is not ours. */
  | { type: 'not-held'; at: number }
  | { type: 'tick'; at: number; online: boolean }
  | { type: 'released' };

export const IDLE: Lease = { phase: 'idle' };

const SOON = 60_000;
const LAST = 15_000;
const RENEW_EVERY = 60_000;

type Held = Extract<Lease, { phase: 'held' }>;

export function step(state: Lease, event: LeaseEvent): Lease {
  switch (event.type) {
    case 'acquire':
      return { phase: 'acquiring', until: null };
    case 'wait':
      return state.phase === 'acquiring' ? { phase: 'acquiring', until: event.until } : state;
    case 'granted':
      return held(event.lock, event.at, state.phase === 'held' && state.lock.id === event.lock.id ? state.seen : 0);
    case 'locked':
    case 'elsewhere':
      return { phase: event.type, lock: event.lock };
    case 'failed':
      return { phase: 'failed', problem: event.problem };
    case 'seen':
      return state.phase === 'held' ? seen(state, event) : state;
    case 'checked':
      return state.phase === 'held' ? standing(state, event) : state;
    case 'lock-lost':
      return lockLost(state, event);
    case 'not-held':
      return state.phase === 'held' ? lost(state, event.at >= state.until ? 'expired' : 'gone', null) : state;
    case 'tick':
      return tick(state, event);
    case 'released':
      return IDLE;
  }
}

function held(lock: Lock, at: number, seenAt: number): Held {
  const until = Date.parse(lock.expiresAt);
  const ttl = Math.max(until - at, 0);
  return { phase: 'held', lock, until, ttl, renewed: at, seen: seenAt, warning: warningOf(until - at, ttl) };
}

/** Of a short lock it is warned later: never before it would have been renewed for somebody who is there. */
function warningOf(left: number, ttl: number): Warning {
  if (left <= Math.min(LAST, ttl / 8)) return 'last';
  return left <= Math.min(SOON, ttl / 4) ? 'soon' : 'none';
}

function seen(state: Held, { lock, revision, at }: { lock: Lock | null; revision: number; at: number }): Lease {
  if (lock?.id === state.lock.id) {
    if (revision <= state.seen) return state;
    const isLonger = Date.parse(lock.expiresAt) > state.until;
    return isLonger ? held(lock, at, revision) : { ...state, lock, seen: revision };
  }
  // Until our holding was shown once, what is shown may be older than it. Afterwards, a lock that vanishes without a new
  // revision has only run out by a time that was told before the last renewal.
  if (state.seen > 0) return revision > state.seen ? taken(state, lock, at) : state;
  const isNewer = lock !== null && Date.parse(lock.createdAt) >= Date.parse(state.lock.createdAt);
  return isNewer ? taken(state, lock, at) : state;
}

function standing(state: Held, { lock, at }: { lock: Lock | null; at: number }): Lease {
  if (lock?.id !== state.lock.id) return taken(state, lock, at);
  return Date.parse(lock.expiresAt) > state.until ? held(lock, at, state.seen) : state;
}

function taken(state: Held, lock: Lock | null, at: number): Lease {
  const { userId, requestControlByUserId, requestForceReleaseByUser } = state.lock;
  if (lock === null) {
    if (at >= state.until) return lost(state, 'expired', null);
    return requestForceReleaseByUser ? lost(state, 'released', requestForceReleaseByUser) : lost(state, 'gone', null);
  }
  if (lock.userId === userId) return lost(state, 'moved', lock.user);
  return lost(state, lock.userId === requestControlByUserId ? 'given' : 'handed_over', lock.user);
}

function lockLost(state: Lease, { lockId, reason, by }: { lockId: string; reason: Loss; by: Person | null }): Lease {
  if (state.phase === 'held' && state.lock.id === lockId) return lost(state, reason, by);
  // The appointment's update may have come first; this knows better why.
  if (state.phase === 'lost' && state.lockId === lockId && state.reason !== 'offline') return { ...state, reason, by };
  return state;
}

function tick(state: Lease, { at, online }: { at: number; online: boolean }): Lease {
  if (state.phase !== 'held') return state;
  const left = state.until - at;
  if (left <= 0) return lost(state, online ? 'expired' : 'offline', null);
  const warning = warningOf(left, state.ttl);
  return warning === state.warning ? state : { ...state, warning };
}

function lost(state: Held, reason: Loss, by: Person | null): Lease {
  return { phase: 'lost', lockId: state.lock.id, reason, by };
}

/** Whether it is time to renew: once a minute, or at the last third, but only for somebody who did something since. */
export function isRenewalDue(state: Lease, at: number, active: number): boolean {
  if (state.phase !== 'held' || active <= state.renewed) return false;
  return at - state.renewed >= Math.min(RENEW_EVERY, (state.ttl * 2) / 3);
}

const TICK = 1000;

/** How often to look at the time: a short lock is due sooner. */
export function tickOf(state: Lease): number {
  return state.phase === 'held' ? Math.min(TICK, Math.max(state.ttl / 8, 50)) : TICK;
}

/** Whether a renewal of this holding that succeeded is welcome: it stands, or only its time seemed to be up. */
export function mayGoOn(state: Lease, lockId: string): boolean {
  if (state.phase === 'held') return true;
  return state.phase === 'lost' && state.lockId === lockId && ['expired', 'offline'].includes(state.reason);
}
