/** One drag, from where a card (or free time) was taken hold of to where the hand is now. */
import type { Appointment } from '@/api/types';
import { placeOf } from './change';
import type { Kind } from './gesture';
import { SELECTION, clearPending, pendingMove, setPending } from './pending';
import { type Area, type Point, areaAt, spotAt } from './surface';
import { type Grab, type Spot, type Target, grab, moved, movedToDay, resized, sameTarget, selected } from './target';
import { clinicWall as wall } from './wall';

export class Drag {
  readonly original: Target | null;
  private held: Grab;
  private cellOnly: boolean;
  private target: Target;

  constructor(
    readonly kind: Kind,
    readonly appointment: Appointment | null,
    area: Area,
    point: Point,
    /** What the preview of free time is called. */
    private label: string,
  ) {
    const spot = spotAt(area, point);
    this.cellOnly = area.kind === 'cell';
    this.original = appointment && placeOf(appointment);
    this.held = grab(wall, this.original ?? { start: 0, end: 0 }, spot);
    this.target = this.original ?? selected(wall, spot, spot);
    this.show();
  }

  /** The hand is here now. */
  follow(areas: readonly Area[], point: Point): void {
    const area = areaAt(areas, point);
    if (!area) return;
    const target = this.targetAt(spotAt(area, point));
    if (sameTarget(target, this.target)) return;
    this.target = target;
    this.show();
  }

  /** Lets go. Null: it is where it was. */
  drop(): Target | null {
    this.stop();
    return this.original && sameTarget(this.target, this.original) ? null : this.target;
  }

  stop(): void {
    if (pendingMove(this.key)?.phase === 'drag') clearPending(this.key);
  }

  private get key(): string {
    return this.appointment?.id ?? SELECTION;
  }

  private targetAt(spot: Spot): Target {
    if (!this.original) return selected(wall, this.held.spot, spot);
    if (this.kind === 'resize') return resized(wall, this.original, spot);
    return this.cellOnly ? movedToDay(wall, this.original, this.held.spot.date, spot.date) : moved(wall, this.original, this.held, spot);
  }

  private show(): void {
    setPending(this.key, { ...this.target, phase: 'drag', title: this.appointment?.title ?? this.label });
  }
}
