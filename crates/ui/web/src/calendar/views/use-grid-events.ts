import type { FocusEvent, KeyboardEvent, MouseEvent, RefObject } from 'react';
import { editAppointment, openAppointment } from '@/app/navigation';
import { CARDS, neighbour } from './roving';
import { onSecondPress } from './second-press';
import { useRoving } from './use-roving';

/** What cards do, told to the grid once instead of to each card: open, edit, and lead on to the next one. */
export function useGridEvents(root: RefObject<HTMLElement | null>) {
  const roving = useRoving(root);
  return {
    onClick(event: MouseEvent) {
      const id = cardOf(event.target)?.dataset['appointment'];
      if (!id) return;
      openAppointment(id);
      // By keyboard there is no double click.
      if (event.detail > 0) onSecondPress({ x: event.clientX, y: event.clientY }, () => editAppointment(id));
    },
    onKeyDown(event: KeyboardEvent) {
      const card = cardOf(event.target);
      if (!card || !root.current || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const next = neighbour(root.current, card, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
    onFocus(event: FocusEvent) {
      const card = cardOf(event.target);
      if (card) roving.onFocus(card);
    },
    onBlur(event: FocusEvent) {
      roving.onBlur(event.relatedTarget);
    },
  };
}

function cardOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(CARDS) : null;
}
