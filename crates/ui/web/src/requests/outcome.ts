/** How a request ended, from the history: for who was away, and for tabs in which it was not answered. */
import type { HistoryEntry } from '@/api/types';
import type { Kind } from './asks';

/** Unanswered: its time was up, and it was granted. Lapsed: the lock ended before an answer. */
export type Verdict = 'granted' | 'unanswered' | 'declined' | 'lapsed' | 'withdrawn';

export interface Outcome {
  verdict: Verdict;
  /** Who brought it about; null: the system. */
  by: { id: string; name: string } | null;
}

/** What a part of the history says: the outcome, `pending`, or `unknown` if the request itself is further back. */
export type Finding = Outcome | 'pending' | 'unknown';

type EntryKind = HistoryEntry['kind'];

const REQUESTED: Record<Kind, EntryKind> = { control: 'control_requested', release: 'force_release_requested' };

const VERDICTS: Record<Kind, Partial<Record<EntryKind, Verdict>>> = {
  control: {
    control_approved: 'granted',
    handed_over: 'granted',
    control_settled: 'unanswered',
    control_rejected: 'declined',
    control_lapsed: 'lapsed',
    control_withdrawn: 'withdrawn',
  },
  release: {
    force_release_approved: 'granted',
    force_release_settled: 'unanswered',
    force_release_rejected: 'declined',
    force_release_lapsed: 'lapsed',
    force_release_withdrawn: 'withdrawn',
  },
};

/** Looks for the outcome of somebody's latest request in entries that go back in time. */
export function findOutcome(entries: readonly HistoryEntry[], kind: Kind, requesterId: string): Finding {
  let found: Outcome | 'pending' = 'pending';
  for (const { kind: what, actor, subject } of entries) {
    if (what === REQUESTED[kind] && actor?.id === requesterId) return found;
    const verdict = VERDICTS[kind][what];
    // A withdrawal names its requester as who acted, all else as whom it concerns.
    if (verdict && (subject?.id === requesterId || (verdict === 'withdrawn' && actor?.id === requesterId))) {
      found = { verdict, by: actor ? { id: actor.id, name: actor.name } : null };
    }
  }
  return found === 'pending' ? 'unknown' : found;
}

/** Why an administrator ended this holding. */
export function forcedReason(entries: readonly HistoryEntry[], lockId: string): string | null {
  return entries.find(({ kind, detail }) => kind === 'force_released' && detail.lockId === lockId)?.detail.reason ?? null;
}
