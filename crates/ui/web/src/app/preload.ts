import { loadToaster } from '@/lib/toaster-host';

/**
 * Loads, once the calendar stands, what comes with the first use of something: the connection may be gone by then, or a newer
 * version of the server may have other files.
 */
const parts = [
  () => import('@/appointment/Editor'),
  () => import('@/appointment/NewEditor'),
  () => import('@/move/MoveDialogForm'),
  loadToaster,
];

/** The first picture is not kept waiting by it; milliseconds. */
const LATER = 2_000;

export function preload(): () => void {
  const timer = setTimeout(() => {
    // What cannot be loaded now is tried again when it is needed.
    for (const load of parts) load().catch(() => undefined);
  }, LATER);
  return () => clearTimeout(timer);
}
