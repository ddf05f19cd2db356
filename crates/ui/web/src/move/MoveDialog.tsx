import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { moveDialogStore } from './move-dialog-store';

export { openMoveDialog } from './move-dialog-store';

const MoveDialogForm = lazy(() => import('./MoveDialogForm'));

/** Mounted once; the dialog itself comes with its first use. */
export function MoveDialogHost() {
  const id = useStore(moveDialogStore, (state) => state.id);
  return id === null ? null : (
    <Suspense>
      <MoveDialogForm key={id} id={id} />
    </Suspense>
  );
}
