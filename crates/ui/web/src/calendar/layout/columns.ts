/** One spelling per doctor: names are compared trimmed and without regard to case, as the server does. */
export function doctorKey(name: string | null | undefined): string {
  return (name ?? '').trim().toLowerCase();
}

export interface Column {
  key: string;
  /** The doctor's name; empty for "no doctor"; null where the day has a single column for all. */
  doctor: string | null;
}

/**
 * A column per doctor by name, and one for no doctor at the end, unless only certain doctors are to be seen; a single one for all when no doctor
 * is named. Doctors that were chosen have their column on any day, to book into.
 */
export function columnsOf(names: Iterable<string | null>, chosen: readonly string[] = [], language?: string): Column[] {
  const byKey = new Map<string, string>();
  for (const name of [...names, ...chosen]) {
    const key = doctorKey(name);
    if (key !== '' && !byKey.has(key)) byKey.set(key, (name ?? '').trim());
  }
  if (byKey.size === 0) return [{ key: '', doctor: null }];
  const collator = new Intl.Collator(language, { sensitivity: 'base', numeric: true });
  const doctors = [...byKey].map(([key, doctor]) => ({ key, doctor })).sort((a, b) => collator.compare(a.doctor, b.doctor));
  const withNone = chosen.length === 0 || chosen.some((name) => doctorKey(name) === '');
  return withNone ? [...doctors, { key: '', doctor: '' }] : doctors;
}
