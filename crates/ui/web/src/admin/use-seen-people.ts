import { useState } from 'react';
import type { AuditEvent } from '@/api/types';

type Names = ReadonlyMap<string, string>;

/** The name of everybody in the entries that were loaded since the page was opened, by id: who was deleted stands nowhere else. */
export function useSeenPeople(events: readonly AuditEvent[]): Names {
  const [seen, setSeen] = useState<Names>(new Map());
  const people = events.flatMap(({ actor, subject }) => [actor, subject]).filter((person) => person !== null);
  const fresh = people.filter(({ id }) => !seen.has(id));
  if (fresh.length > 0) setSeen(new Map([...seen, ...fresh.map(({ id, name }) => [id, name] as const)]));
  return seen;
}
