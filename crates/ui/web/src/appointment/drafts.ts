/**
 * What was typed and not yet saved, in this tab's session storage: it outlives a reload, the loss of a lock and the session, but not
 * the tab, and nobody else ever sees it.
 */
import type { FormValues, Written } from './fields';
import { tab } from '@/lib/storage';
import { UNSETTLED } from './unsettled';

export interface Draft {
  /** The appointment, or `new`. */
  id: string;
  /** The version and the content that it began with; none of a new one. */
  version: number | null;
  base: Written | null;
  values: FormValues;
  /** When it was last changed, milliseconds. */
  at: number;
}

export const NEW = 'new';

const PREFIX = 'draft:';
const keyOf = (user: string, id: string) => `${PREFIX}${user}:${id}`;

const listeners = new Set<() => void>();
let snapshot: { user: string; list: readonly Draft[] } | null = null;

function changedNow(): void {
  snapshot = null;
  listeners.forEach((listener) => listener());
}

export function onDrafts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function storeDraft(user: string, draft: Draft): void {
  tab.set(keyOf(user, draft.id), JSON.stringify(draft));
  changedNow();
}

export function getDraft(user: string, id: string): Draft | null {
  return parse(tab.get(keyOf(user, id)));
}

export function dropDraft(user: string, id: string): void {
  if (tab.get(keyOf(user, id)) === null) return;
  tab.remove(keyOf(user, id));
  changedNow();
}

/** All of a user, the newest first; the same array until something changes. */
export function listDrafts(user: string): readonly Draft[] {
  if (snapshot?.user === user) return snapshot.list;
  const list = tab.keys()
    .filter((key) => key.startsWith(keyOf(user, '')))
    .flatMap((key) => parse(tab.get(key)) ?? [])
    .sort((a, b) => b.at - a.at);
  snapshot = { user, list };
  return list;
}

/** Somebody else sits here now: what others typed is none of their business. */
export function wipeDraftsOfOthers(user: string): void {
  const foreign = tab.keys().filter((key) => [PREFIX, UNSETTLED].some((prefix) => key.startsWith(prefix) && !key.startsWith(`${prefix}${user}:`)));
  foreign.forEach((key) => tab.remove(key));
  if (foreign.length > 0) changedNow();
}

function parse(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const draft = JSON.parse(text) as Partial<Draft>;
    return typeof draft.id === 'string' && typeof draft.values === 'object' ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

/** Writes at most every so many milliseconds, and at once when asked to. */
const PAUSE = 250;

export interface DraftWriter {
  write(draft: Draft): void;
  /** Stores what waits. */
  flush(): void;
  /** Forgets what waits and what is stored. */
  discard(id: string): void;
}

export function draftWriter(user: string): DraftWriter {
  let waiting: Draft | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting) storeDraft(user, waiting);
    waiting = null;
  };
  return {
    write(draft) {
      waiting = draft;
      timer ??= setTimeout(flush, PAUSE);
    },
    flush,
    discard(id) {
      clearTimeout(timer);
      timer = undefined;
      waiting = null;
      dropDraft(user, id);
    },
  };
}
