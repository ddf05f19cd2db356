/** Which window of time is shown, which ones are asked for, and which comes next. The server answers in order. */
import type { Span } from './appointments';

const DAY = 86_400_000;

/** What the server allows at most is 400 days. */
const LONGEST = 399 * DAY;

/** A margin on both sides, so that the next step back or forth is there already. */
export function widened({ from, to }: Span): Span {
  const margin = Math.max(0, Math.min(Math.max(to - from, 7 * DAY), (LONGEST - (to - from)) / 2));
  return { from: from - margin, to: to + margin };
}

function covers(outer: Span | null, inner: Span): boolean {
  return outer !== null && outer.from <= inner.from && outer.to >= inner.to;
}

export class Windows {
  /** Until something is looked at: about the week that one begins with. */
  private wanted: Span = { from: Date.now() - DAY, to: Date.now() + 7 * DAY };
  private shown: Span | null = null;
  private asked: Span[] = [];
  private tooLarge = false;

  get state(): 'loading' | 'ready' | 'too_large' {
    if (covers(this.shown, this.wanted)) return 'ready';
    return this.tooLarge && this.asked.length === 0 ? 'too_large' : 'loading';
  }

  /** What has to be asked for so that this can be shown; null if it is there or on its way. */
  want(span: Span): Span | null {
    this.wanted = span;
    this.tooLarge = false;
    if (covers(this.asked.at(-1) ?? this.shown, span)) return null;
    const wide = widened(span);
    this.asked.push(wide);
    return wide;
  }

  /** The window to connect with; answers to what was asked before will not come. */
  connecting(): Span {
    const span = this.asked.at(-1) ?? (covers(this.shown, this.wanted) ? this.shown : null) ?? widened(this.wanted);
    this.asked = [span];
    return span;
  }

  /** What was asked for while the connection was being made, and has to be said once it is. */
  get later(): Span[] {
    return this.asked.slice(1);
  }

  /** A snapshot came: of which window. */
  arrived(): Span {
    this.shown = this.asked.shift() ?? this.shown ?? this.wanted;
    return this.shown;
  }

  /** Something else came instead of a snapshot: the connection resumed with the window that is shown. */
  resumed(): void {
    const [first] = this.asked;
    if (first && this.shown && first.from === this.shown.from && first.to === this.shown.to) this.asked.shift();
  }

  /** It was refused. What to ask for instead, if anything. */
  refused(tooLarge: boolean): Span | null {
    const span = this.asked.shift();
    if (!span || !tooLarge || this.asked.length > 0) return null;
    const bare = span.from === this.wanted.from && span.to === this.wanted.to;
    this.tooLarge = bare;
    if (bare) return null;
    this.asked.push(this.wanted);
    return this.wanted;
  }

  forget(): void {
    this.shown = null;
    this.asked = [];
    this.tooLarge = false;
  }
}
