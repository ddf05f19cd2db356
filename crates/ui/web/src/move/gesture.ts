/** A press, drag and drop of one pointer, without the DOM. */
export type Kind = 'create' | 'move' | 'resize';

export interface Press {
  kind: Kind;
  pointerId: number;
  x: number;
  y: number;
  /** Fingers scroll; only one that has rested for a moment drags. */
  touch: boolean;
  /** The appointment under the pointer; null on free time. */
  id: string | null;
}

export type State =
  | { phase: 'idle' }
  | { phase: 'pressed'; press: Press }
  | { phase: 'dragging'; press: Press }
  /** It may not be moved, or Escape was pressed: nothing more happens until the pointer is up. */
  | { phase: 'spent'; press: Press };

export type Input =
  | { type: 'down'; press: Press }
  | { type: 'move'; pointerId: number; x: number; y: number }
  | { type: 'rested' }
  | { type: 'up'; pointerId: number }
  | { type: 'refuse' }
  | { type: 'escape' }
  | { type: 'cancel' };

/** wait: start the clock of a long press; begin, track, drop, abort: of the drag; none: nothing to do. */
export type Effect = 'none' | 'wait' | 'begin' | 'track' | 'drop' | 'abort';

export const THRESHOLD = 5;
export const TOUCH_SLOP = 10;
export const LONG_PRESS = 450;

export const IDLE: State = { phase: 'idle' };

export function step(state: State, input: Input): [State, Effect] {
  if (input.type === 'down') {
    if (state.phase === 'idle') return [{ phase: 'pressed', press: input.press }, input.press.touch ? 'wait' : 'none'];
    // A second finger: it is no drag but a pinch.
    return state.phase === 'dragging' ? [{ phase: 'spent', press: state.press }, 'abort'] : [IDLE, 'none'];
  }
  if (state.phase === 'idle') return [state, 'none'];
  const { press } = state;
  if ('pointerId' in input && input.pointerId !== press.pointerId) return [state, 'none'];
  switch (state.phase) {
    case 'pressed':
      return pressed(state, press, input);
    case 'dragging':
      return dragging(state, press, input);
    case 'spent':
      return input.type === 'up' || input.type === 'cancel' ? [IDLE, 'none'] : [state, 'none'];
  }
}

function pressed(state: State, press: Press, input: Input): [State, Effect] {
  switch (input.type) {
    case 'move': {
      const far = Math.hypot(input.x - press.x, input.y - press.y);
      if (press.touch) return far > TOUCH_SLOP ? [IDLE, 'none'] : [state, 'none'];
      return far >= THRESHOLD ? [{ phase: 'dragging', press }, 'begin'] : [state, 'none'];
    }
    case 'rested':
      return press.touch ? [{ phase: 'dragging', press }, 'begin'] : [state, 'none'];
    case 'up':
    case 'cancel':
    case 'escape':
      return [IDLE, 'none'];
    default:
      return [state, 'none'];
  }
}

function dragging(state: State, press: Press, input: Input): [State, Effect] {
  switch (input.type) {
    case 'move':
      return [state, 'track'];
    case 'up':
      return [IDLE, 'drop'];
    case 'cancel':
      return [IDLE, 'abort'];
    case 'escape':
    case 'refuse':
      return [{ phase: 'spent', press }, 'abort'];
    default:
      return [state, 'none'];
  }
}
