import { useCallback, useMemo, useState } from 'react';
import { doctorKey } from './layout/columns';
import { local } from '@/lib/storage';

export interface DoctorFilter {
  /** Names as they were chosen, empty for "no doctor"; empty list: all are shown. */
  chosen: readonly string[];
  shows: (doctorName: string | null) => boolean;
  toggle: (name: string) => void;
  clear: () => void;
}

const NONE: readonly string[] = [];

/** Whose appointments are shown; each user's choice is kept on this device. */
export function useDoctorFilter(userId: string): DoctorFilter {
  const key = `calendar-doctors-${userId}`;
  const [chosen, setChosen] = useState(() => stored(key));
  const keep = useCallback(
    (names: readonly string[]) => {
      if (names.length === 0) local.remove(key);
      else local.set(key, JSON.stringify(names));
      setChosen(names);
    },
    [key],
  );
  const shows = useMemo(() => {
    const keys = new Set(chosen.map(doctorKey));
    return (doctorName: string | null) => keys.size === 0 || keys.has(doctorKey(doctorName));
  }, [chosen]);
  const toggle = (name: string) => {
    const others = chosen.filter((each) => doctorKey(each) !== doctorKey(name));
    keep(others.length < chosen.length ? others : [...chosen, name]);
  };
  return { chosen, shows, toggle, clear: () => keep(NONE) };
}

function stored(key: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(local.get(key) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : NONE;
  } catch {
    return NONE;
  }
}
