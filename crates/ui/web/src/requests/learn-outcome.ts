import { getHistory } from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Kind } from './asks';
import { findOutcome, type Finding, type Outcome } from './outcome';
import type { HistoryEntry } from '@/api/types';

/** A request that settles itself is in the history up to a second later. */
const PAUSE = 1200;
const TRIES = 4;
const PAGES = 5;

async function look(id: string, kind: Kind, requesterId: string): Promise<Finding> {
  const entries: HistoryEntry[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const { items, next } = await getHistory(id, cursor);
    entries.push(...items);
    const finding = findOutcome(entries, kind, requesterId);
    if (finding !== 'unknown' || next === null) return finding;
    cursor = next;
  }
  return 'unknown';
}

/** Asks the history how a request ended. Null: it does not say. Throws when nobody can be asked. */
export async function learnOutcome(id: string, kind: Kind, requesterId: string, pause = PAUSE): Promise<Outcome | null> {
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      const finding = await look(id, kind, requesterId);
      if (typeof finding === 'object') return finding;
      if (finding === 'unknown') return null;
    } catch (problem) {
      // Cancelled, and no longer for this person to look into.
      if (problem instanceof Problem && problem.status === 404) return null;
      throw problem;
    }
    if (left > 1) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return null;
}
