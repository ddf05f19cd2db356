import { useEffect } from 'react';
import { onSnapshot, useOnline } from './connection';

/** Asks at once; while connected also every so many milliseconds and after each snapshot. `ask` keeps its identity while it asks for the same. */
export function usePolling(ask: () => void, every: number): void {
  const online = useOnline();
  useEffect(() => {
    ask();
    if (!online) return;
    const timer = setInterval(ask, every);
    const off = onSnapshot(ask);
    return () => {
      clearInterval(timer);
      off();
    };
  }, [ask, every, online]);
}
