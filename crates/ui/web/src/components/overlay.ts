/** What dialogs and sheets have in common. */

/** A click on a toast is none outside of the dialog: it must not close it. */
export function keepOpenForToasts(event: Event & { detail?: { originalEvent?: Event } }): void {
  const target = (event.detail?.originalEvent?.target ?? event.target) as Element | null;
  if (target?.closest?.('[data-sonner-toaster], [data-toasts]')) event.preventDefault();
}

/** Nothing happens, and the focus stays where it is. */
export function prevent(event: { preventDefault(): void }): void {
  event.preventDefault();
}

export const backdrop = 'fixed inset-0 z-50 bg-black/35 motion-safe:transition-opacity';
