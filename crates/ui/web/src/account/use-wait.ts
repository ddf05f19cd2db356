import { useEffect, useState } from 'react';
import { Problem } from '@/api/problem';

/** Milliseconds until one may try again after a 429; 0 when at once. Counted by this device alone: the server said how long, not until when. */
export function useWait(problem: unknown): number {
  const seconds = problem instanceof Problem && problem.status === 429 ? (problem.retryAfter ?? 0) : 0;
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = performance.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, until - performance.now()));
    tick();
    if (seconds === 0) return undefined;
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [problem, seconds]);
  return left;
}
