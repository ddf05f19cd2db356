/** The server's clock: locks are judged by it, so time left is counted by it, whatever this device's clock says. */
import { useEffect, useState } from 'react';

/** How far the server's clock is ahead of this device's, in milliseconds. */
let ahead = 0;
let roundTrip = Infinity;

/** Learns from an answer with the server's time; `sent` is when it was asked for, by this device. */
export function learn(serverTime: string, sent: number): void {
  const received = Date.now();
  const took = received - sent;
  const measured = Date.parse(serverTime) - (sent + received) / 2;
  // The quickest answer is the most exact one; a leap means that a clock was set.
  if (took <= roundTrip || Math.abs(measured - ahead) > took / 2 + 1000) {
    roundTrip = took;
    ahead = measured;
  }
}

/** Milliseconds since 1970 on the server's clock. */
export function now(): number {
  return Date.now() + ahead;
}

/** The same, and the component renders again each `step` milliseconds. */
export function useNow(step: number): number {
  const [value, setValue] = useState(now);
  useEffect(() => {
    const tick = () => setValue(now());
    tick();
    const timer = setInterval(tick, step);
    return () => clearInterval(timer);
  }, [step]);
  return value;
}
