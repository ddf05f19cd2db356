import clsx from 'clsx';
import { memo } from 'react';
import { onCardKeyDown } from '@/move/keyboard';
import { TONES } from '../holding';
import { boxOf } from '../layout/geometry';
import { CardText } from './CardText';
import { useCard } from './use-card';

interface Props {
  id: string;
  /** The place in the column: minutes of the axis, shares of the width. Numbers, so that a card whose place stays is not rendered. */
  start: number;
  end: number;
  inset: number;
  width: number;
  continued: boolean;
  continues: boolean;
  /** The column is a doctor's: no need to name the doctor. */
  inDoctorColumn: boolean;
}

/** Beside the cards a strip stays free, to begin a new appointment on. */
const STRIP = '0.625rem';

/** A card of Week and Day. What it shows it hears from the store by itself; the grid only tells it where to stand. */
export const Card = memo(function Card({ id, start, end, inset, width, continued, continues, inDoctorColumn }: Props) {
  const card = useCard(id);
  if (!card) return null;
  const { appointment, holding } = card;
  const { top, height } = boxOf(start, end);
  const narrow = width < 0.6 && !inDoctorColumn;
  return (
    <button
      type="button"
      data-appointment={id}
      tabIndex={-1}
      onKeyDown={(event) => onCardKeyDown(event, id)}
      style={{ top, height: `calc(${height} - 2px)`, insetInlineStart: `calc((100% - ${STRIP}) * ${inset} + 1px)`, width: `calc((100% - ${STRIP}) * ${width} - 2px)` }}
      className={clsx(
        'absolute flex min-w-0 flex-col overflow-hidden rounded-md text-start text-xs leading-4 select-none hover:z-10 hover:shadow-lg focus-visible:z-10',
        narrow ? 'px-1' : 'px-2',
        TONES[holding.kind],
        continued && 'rounded-t-none',
        continues && 'rounded-b-none',
      )}
    >
      <CardText appointment={appointment} holding={holding} lines={linesOf(end - start)} narrow={narrow} withDoctor={!inDoctorColumn} />
    </button>
  );
});

/** How many lines of text a card of so many minutes has room for. */
function linesOf(minutes: number): number {
  return Math.max(1, Math.floor((minutes * 1.6 - 6) / 16));
}
