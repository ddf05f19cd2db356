import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Effect, IDLE, type Input, type Press, type State, THRESHOLD, TOUCH_SLOP, step } from './gesture';

const press = (more: Partial<Press> = {}): Press => ({ kind: 'move', pointerId: 1, x: 100, y: 100, touch: false, id: 'a', ...more });

function play(inputs: Input[], from: State = IDLE): { state: State; effects: Effect[] } {
  const effects: Effect[] = [];
  let state = from;
  for (const input of inputs) {
    const [next, effect] = step(state, input);
    state = next;
    effects.push(effect);
  }
  return { state, effects };
}

const down = (more: Partial<Press> = {}): Input => ({ type: 'down', press: press(more) });
const move = (x: number, y: number, pointerId = 1): Input => ({ type: 'move', x, y, pointerId });
const up = (pointerId = 1): Input => ({ type: 'up', pointerId });

describe('a mouse', () => {
  test.each<[string, Input[], State['phase'], Effect[]]>([
    ['a click stays a click', [down(), move(102, 102), up()], 'idle', ['none', 'none', 'none']],
    ['drags behind the threshold', [down(), move(100 + THRESHOLD, 100), move(120, 120), up()], 'idle', ['none', 'begin', 'track', 'drop']],
    ['Escape takes it back, and the rest is ignored', [down(), move(120, 100), { type: 'escape' }, move(130, 100), up()], 'idle', ['none', 'begin', 'abort', 'none', 'none']],
    ['what may not be moved is not moved', [down(), move(120, 100), { type: 'refuse' }, move(130, 100), up()], 'idle', ['none', 'begin', 'abort', 'none', 'none']],
    ['a lost pointer ends it', [down(), move(120, 100), { type: 'cancel' }], 'idle', ['none', 'begin', 'abort']],
    ['resting means nothing', [down(), { type: 'rested' }], 'pressed', ['none', 'none']],
    ['Escape before the drag', [down(), { type: 'escape' }], 'idle', ['none', 'none']],
    ['another pointer is ignored', [down(), move(200, 200, 2), up(2)], 'pressed', ['none', 'none', 'none']],
  ])('%s', (_, inputs, phase, effects) => {
    const played = play(inputs);
    expect(played.state.phase).toBe(phase);
    expect(played.effects).toEqual(effects);
  });
});

describe('a finger', () => {
  const touch = down({ touch: true });
  test.each<[string, Input[], State['phase'], Effect[]]>([
    ['scrolls', [touch, move(100, 100 + TOUCH_SLOP + 1), { type: 'rested' }], 'idle', ['wait', 'none', 'none']],
    ['drags once it has rested', [touch, move(102, 103), { type: 'rested' }, move(100, 200), up()], 'idle', ['wait', 'none', 'begin', 'track', 'drop']],
    ['taps', [touch, up()], 'idle', ['wait', 'none']],
    ['two of them pinch', [touch, { type: 'rested' }, down({ touch: true, pointerId: 2 }), up()], 'idle', ['wait', 'begin', 'abort', 'none']],
    ['two of them before the drag', [touch, down({ touch: true, pointerId: 2 })], 'idle', ['wait', 'none']],
  ])('%s', (_, inputs, phase, effects) => {
    const played = play(inputs);
    expect(played.state.phase).toBe(phase);
    expect(played.effects).toEqual(effects);
  });
});

test('whatever comes, each begun drag ends once, by drop or abort', () => {
  const point = { x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 300 }), pointerId: fc.integer({ min: 1, max: 2 }) };
  const input: fc.Arbitrary<Input> = fc.oneof(
    fc.record({ ...point, touch: fc.boolean() }).map((more): Input => down(more)),
    fc.record(point).map((at): Input => ({ type: 'move', ...at })),
    fc.record({ pointerId: point.pointerId }).map((at): Input => ({ type: 'up', ...at })),
    fc.constantFrom<Input>({ type: 'rested' }, { type: 'refuse' }, { type: 'escape' }, { type: 'cancel' }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
      const { effects, state } = play([...inputs, { type: 'cancel' }]);
      let dragging = false;
      for (const effect of effects) {
        if (effect === 'begin') {
          expect(dragging).toBe(false);
          dragging = true;
        } else if (effect === 'drop' || effect === 'abort') {
          expect(dragging).toBe(true);
          dragging = false;
        } else if (effect === 'track') expect(dragging).toBe(true);
      }
      expect(dragging).toBe(false);
      expect(state.phase).toBe('idle');
    }),
  );
});
