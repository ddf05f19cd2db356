/** The editor that is open in this tab, for those who must save or spare what is typed in it. */
import { create } from 'zustand';

export interface OpenEditor {
  id: string;
  /** The holding that it edits under; null while it has none. */
  lockId: string | null;
  dirty: boolean;
  /** Saves and keeps the lock; false if that was refused, which the editor itself shows. */
  save(): Promise<boolean>;
  /** Why it was last refused, as the editor shows it. */
  trouble?: string;
  /** Stores at once what is typed. */
  storeDraft(): void;
  /** Forgets what is typed. */
  discard(): void;
}

export const openEditor = create<OpenEditor | null>()(() => null);

// The draft outlives a reload, not the tab: whoever closes that is asked.
addEventListener('beforeunload', (event) => {
  if (openEditor.getState()?.dirty) event.preventDefault();
});
