import { type FocusEvent, useEffect, useRef } from 'react';
import type { Lease } from './lease-state';

/** The bar's buttons go with what they were there for; the focus then goes back to the field where one typed. */
export function useFocusKept(lease: Lease): (event: FocusEvent) => void {
  const field = useRef<Element | null>(null);
  const warning = lease.phase === 'held' ? lease.warning : null;
  useEffect(() => {
    const timer = setTimeout(() => {
      const focused = document.activeElement;
      const isLost = focused === null || focused === document.body || focused.getAttribute('role') === 'dialog';
      if (isLost && field.current instanceof HTMLElement && field.current.isConnected) field.current.focus();
    });
    return () => clearTimeout(timer);
  }, [lease.phase, warning]);
  return ({ target }) => {
    if (target.matches('input, textarea, select')) field.current = target;
  };
}
