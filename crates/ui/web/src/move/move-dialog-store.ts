import { createStore } from 'zustand/vanilla';
import { getAppointmentNow } from '@/live/appointments';
import { mayMove } from './may-move';
import { refocus } from './refocus';

/** The appointment that the "Move…" dialog is open for, and where the focus was. */
interface State {
  id: string | null;
  from: HTMLElement | null;
}

export const moveDialogStore = createStore<State>(() => ({ id: null, from: null }));

/** Opens it, unless the appointment may not be moved, which is told instead. */
export function openMoveDialog(id: string): void {
  const appointment = getAppointmentNow(id);
  if (!appointment || !mayMove(appointment)) return;
  const active = document.activeElement;
  moveDialogStore.setState({ id, from: active instanceof HTMLElement ? active : null });
}

/** The focus goes back to where it came from, or to the card if that was drawn anew meanwhile. */
export function closeMoveDialog(): void {
  const { id, from } = moveDialogStore.getState();
  moveDialogStore.setState({ id: null, from: null });
  if (id === null) return;
  requestAnimationFrame(() => {
    const origin = from?.isConnected && from !== document.body ? from : null;
    origin?.focus();
    if (!origin || origin.closest('[data-appointment]')) refocus(id);
  });
}
