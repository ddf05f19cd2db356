import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { beforeSignOut, useUser } from '@/session/session';
import { type Draft, draftWriter, dropDraft, getDraft, listDrafts, onDrafts } from './drafts';
import { type FormValues, same } from './fields';
import { useMounted } from '@/lib/use-mounted';

export function useDrafts(): readonly Draft[] {
  const { id } = useUser();
  return useSyncExternalStore(
    onDrafts,
    useCallback(() => listDrafts(id), [id]),
  );
}

export interface DraftKeeping {
  /** Stores at once. */
  flush(): void;
  /** Forgets what is stored. */
  clear(): void;
  /** The same once `sent` is saved; another editor of it, opened meanwhile, keeps what was typed there. */
  saved(sent: FormValues): void;
  /** Forgets it for good: the editor is left. */
  discard(): void;
}

/** Stores what is typed as long as it differs from what is saved, and at once when the page or the session goes. */
export function useDraftKeeping({ id, version, base, values }: Omit<Draft, 'at'>, dirty: boolean): DraftKeeping {
  const user = useUser().id;
  const writer = useMemo(() => draftWriter(user), [user]);
  const discarded = useRef(false);
  const mounted = useMounted();

  useEffect(() => {
    if (discarded.current) return;
    if (dirty) writer.write({ id, version, base, values, at: Date.now() });
    else writer.discard(id);
  }, [writer, dirty, id, version, base, values]);

  useEffect(() => {
    const flush = () => writer.flush();
    addEventListener('pagehide', flush);
    const stop = beforeSignOut(async () => flush());
    return () => {
      removeEventListener('pagehide', flush);
      stop();
      flush();
    };
  }, [writer]);

  return useMemo(
    () => ({
      flush: () => writer.flush(),
      clear: () => writer.discard(id),
      saved: (sent) => {
        const stored = getDraft(user, id);
        if (mounted.current) writer.discard(id);
        else if (stored && same(stored.values, sent)) dropDraft(user, id);
      },
      discard: () => {
        discarded.current = true;
        writer.discard(id);
      },
    }),
    [writer, user, id, mounted],
  );
}
