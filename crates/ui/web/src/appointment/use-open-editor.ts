import { useEffect, useRef } from 'react';
import { type OpenEditor, openEditor } from './open-editor';

/** Makes an editor known to the rest of the tab while it is there. Its functions are always those of the newest rendering. */
export function useOpenEditor(editor: OpenEditor): void {
  const latest = useRef(editor);
  const { id, lockId, dirty, trouble } = editor;
  useEffect(() => {
    latest.current = editor;
  });
  useEffect(() => {
    const shown: OpenEditor = {
      id,
      lockId,
      dirty,
      trouble,
      save: () => latest.current.save(),
      storeDraft: () => latest.current.storeDraft(),
      discard: () => latest.current.discard(),
    };
    openEditor.setState(shown, true);
    return () => {
      if (openEditor.getState() === shown) openEditor.setState(null, true);
    };
  }, [id, lockId, dirty, trouble]);
}
