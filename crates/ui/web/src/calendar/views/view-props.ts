import type { RefObject } from 'react';
import type { Opening } from '../opening';

/** What the page hands to each of its views. */
export interface ViewProps {
  date: string;
  /** The same array as long as the days are the same. */
  days: readonly string[];
  today: string;
  /** What the range is called, for people who hear the screen. */
  label: string;
  opening: Opening;
  shows: (doctorName: string | null) => boolean;
  gridRef: RefObject<HTMLDivElement | null>;
}
