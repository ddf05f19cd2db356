/** One colleague's cursor: an arrow and a name, moved by transforms alone. */
import { PerfectCursor } from 'perfect-cursors';
import { colourOf } from '@/components/Avatar';

const SVG = 'http://www.w3.org/2000/svg';
const ARROW = 'M1 1 L1 15 L5 11.5 L8 18 L10.8 16.7 L7.9 10.4 L13 10 Z';
/** Interpolation stops up to a frame short of the last point, in milliseconds after which that is put right. */
const SETTLED = 400;

export interface Point {
  x: number;
  y: number;
}

export class Pointer {
  readonly element = document.createElement('div');
  private smooth: PerfectCursor | null = null;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private shown = false;
  private target: Point = { x: NaN, y: NaN };

  constructor(
    userId: string,
    name: string,
    private still: boolean,
  ) {
    const colour = colourOf(userId);
    this.element.className = 'absolute start-0 top-0 opacity-0 duration-300 motion-safe:transition-opacity will-change-transform';
    this.element.dataset['cursor'] = userId;
    this.element.append(arrow(colour), label(name, colour));
  }

  /** Glides there; the first time, or after it was away, it is there at once. */
  moveTo(point: Point): void {
    if (this.still || !this.shown) return this.jumpTo(point);
    this.target = point;
    this.smooth ??= new PerfectCursor(([x = 0, y = 0]) => this.put({ x, y }));
    this.smooth.addPoint([point.x, point.y]);
    clearTimeout(this.settle);
    this.settle = setTimeout(() => this.put(point), SETTLED);
  }

  /** Is there at once. */
  jumpTo(point: Point): void {
    this.stop();
    this.target = point;
    this.put(point);
    this.show(true);
    if (this.still) return;
    this.smooth = new PerfectCursor(([x = 0, y = 0]) => this.put({ x, y }));
    this.smooth.addPoint([point.x, point.y]);
  }

  /** On its way there, or there. */
  isAt({ x, y }: Point): boolean {
    return this.shown && Math.abs(x - this.target.x) < 1 && Math.abs(y - this.target.y) < 1;
  }

  show(shown: boolean): void {
    this.shown = shown;
    this.element.style.opacity = shown ? '1' : '0';
  }

  remove(): void {
    this.stop();
    this.element.remove();
  }

  private put({ x, y }: Point): void {
    this.element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }

  private stop(): void {
    clearTimeout(this.settle);
    this.smooth?.dispose();
    this.smooth = null;
  }
}

function arrow(colour: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  for (const [name, value] of Object.entries({ width: '16', height: '20', viewBox: '0 0 16 20' })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ d: ARROW, fill: colour, stroke: 'white', 'stroke-width': '1.5', 'stroke-linejoin': 'round' })) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}

function label(name: string, colour: string): HTMLElement {
  const tag = document.createElement('div');
  tag.className = 'absolute start-3 top-4 max-w-40 truncate rounded-md px-1.5 py-0.5 text-[11px] leading-4 font-semibold whitespace-nowrap text-white shadow ring-1 ring-white/70';
  tag.style.backgroundColor = colour;
  tag.dir = 'auto';
  tag.textContent = name;
  return tag;
}
