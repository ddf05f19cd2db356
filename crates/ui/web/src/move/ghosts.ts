/** The previews of moves, drawn into the columns and cells outside of React: they follow the hand frame by frame. */
import { segmentsOf } from '@/calendar/layout/segments';
import { boxOf } from '@/calendar/layout/geometry';
import { formatRange, formatTime } from '@/lib/time';
import type { PendingMove } from './pending';
import { SELECTION } from './pending';
import { type Area, areasOf } from './surface';
import { sameDoctor } from './target';

const CARD = 'pointer-events-none absolute z-20 flex scroll-mt-16 scroll-mb-4 overflow-hidden rounded-md px-2 text-xs leading-4 shadow-lg';
const TALL = 'start-0.5 end-0.5 flex-col pt-1.5';
const SHORT = 'start-0.5 end-0.5 items-center gap-1.5';
const IN_CELL = 'start-1 end-1 bottom-1 h-6 items-center gap-1.5';
/** From so many minutes on there is room for a line below the first. */
const ROOM = 30;
const LOOK = {
  event: 'bg-accent text-on-accent',
  saving: 'bg-accent text-on-accent motion-safe:animate-pulse',
  selection: 'border-2 border-accent bg-accent-soft text-ink',
};

export class Ghosts {
  private drawn = new Map<string, HTMLElement>();
  private dimmed = new Set<HTMLElement>();

  constructor(private root: HTMLElement) {}

  draw(moves: ReadonlyMap<string, PendingMove>): void {
    const wanted = new Set<string>();
    if (moves.size > 0) {
      const areas = areasOf(this.root);
      for (const [id, move] of moves) this.drawMove(id, move, areas, wanted);
    }
    for (const [key, element] of this.drawn) {
      if (wanted.has(key)) continue;
      element.remove();
      this.drawn.delete(key);
    }
    this.dim(moves);
  }

  clear(): void {
    this.draw(new Map());
  }

  private drawMove(id: string, move: PendingMove, areas: Area[], wanted: Set<string>): void {
    for (const segment of segmentsOf({ id, start: move.start, end: move.end })) {
      for (const area of areas) {
        if (area.date !== segment.date) continue;
        if (area.doctor !== undefined && !sameDoctor(area.doctor, move.doctorName)) continue;
        const key = `${id} ${area.date} ${area.doctor ?? ''}`;
        wanted.add(key);
        const element = this.element(key, area.element);
        const look = id === SELECTION ? LOOK.selection : move.phase === 'saving' ? LOOK.saving : LOOK.event;
        const shape = segment.end - segment.start < ROOM ? SHORT : TALL;
        element.className = `${CARD} ${area.kind === 'cell' ? IN_CELL : shape} ${look}`;
        if (area.kind === 'column') Object.assign(element.style, boxOf(segment.start, segment.end));
        // The hand scrolls by itself; keys may lead out of sight.
        if (move.phase === 'keys') element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        write(element, area.kind === 'cell' ? formatTime(move.start) : formatRange(move.start, move.end), move.title);
      }
    }
  }

  private element(key: string, parent: HTMLElement): HTMLElement {
    let element = this.drawn.get(key);
    if (!element) {
      element = document.createElement('div');
      element.setAttribute('aria-hidden', 'true');
      element.dataset['ghost'] = '';
      element.append(document.createElement('div'), document.createElement('div'));
      this.drawn.set(key, element);
    }
    // The view may have put another element in the place of the old one.
    if (element.parentElement !== parent) parent.append(element);
    return element;
  }

  /** The card itself stays where it is, faint, until the move is decided. */
  private dim(moves: ReadonlyMap<string, PendingMove>): void {
    const cards = new Set<HTMLElement>();
    for (const id of moves.keys()) {
      if (id === SELECTION) continue;
      for (const card of this.root.querySelectorAll<HTMLElement>(`[data-appointment="${CSS.escape(id)}"]`)) cards.add(card);
    }
    for (const card of this.dimmed) if (!cards.has(card)) card.style.opacity = '';
    for (const card of cards) card.style.opacity = '0.35';
    this.dimmed = cards;
  }
}

function write(element: HTMLElement, when: string, what: string): void {
  const [time, title] = element.children;
  if (!time || !title) return;
  time.className = 'shrink-0 font-semibold tabular-nums';
  title.className = 'truncate';
  if (time.textContent !== when) time.textContent = when;
  if (title.textContent !== what) title.textContent = what;
}
