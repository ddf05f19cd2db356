import clsx from 'clsx';
import { useMemo } from 'react';
import { pack } from '../layout/pack';
import type { Segment } from '../layout/segments';
import { Card } from './Card';
import { NowLine } from './NowLine';

interface Props {
  date: string;
  /** The doctor whose column it is, empty for none; null: the day is not divided. */
  doctor: string | null;
  label: string;
  segments: readonly Segment[];
  isToday: boolean;
  /** The line of now goes on from the column before. */
  first: boolean;
}

/** A day, or a doctor's day. Its height is linear in minutes of the wall clock. */
export function Column({ date, doctor, label, segments, isToday, first }: Props) {
  const packed = useMemo(() => pack(segments), [segments]);
  return (
    <div
      role="group"
      aria-label={label}
      data-column=""
      data-date={date}
      data-doctor={doctor ?? undefined}
      className={clsx('relative border-e border-line', isToday && 'bg-accent-soft/25')}
    >
      {packed.map(({ id, start, end, inset, width, continued, continues }) => (
        <Card key={id} id={id} start={start} end={end} inset={inset} width={width} continued={continued} continues={continues} inDoctorColumn={doctor !== null} />
      ))}
      {isToday && <NowLine dot={first} />}
    </div>
  );
}
