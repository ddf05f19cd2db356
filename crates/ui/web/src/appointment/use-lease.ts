import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { closeLease, openLease } from './holding';
import type { LeaseHandle } from './lease';
import { IDLE, type Lease } from './lease-state';

const none = createStore<Lease>(() => IDLE);

/** The lease of an appointment for as long as the component is there. */
export function useLease(id: string): { handle: LeaseHandle | null; lease: Lease } {
  const [handle, setHandle] = useState<LeaseHandle | null>(null);
  useEffect(() => {
    setHandle(openLease(id));
    return () => {
      setHandle(null);
      void closeLease(id);
    };
  }, [id]);
  return { handle, lease: useStore(handle?.state ?? none) };
}
