import { useEffect, useState } from 'react';
import { today } from '@/lib/time';

const EVERY = 20_000;

/** The clinic's date. Renders when it changes, and only then. */
export function useToday(): string {
  const [date, setDate] = useState(() => today().toString());
  useEffect(() => {
    const timer = setInterval(() => setDate(today().toString()), EVERY);
    return () => clearInterval(timer);
  }, []);
  return date;
}
