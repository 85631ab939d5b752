import { describe, expect, test } from 'vitest';
import {
  anneal,
  emaHaar,
  fastface,
  fastfaceAuto,
  fastfacePublished,
  fastfaceRecurrence,
  fastfaceSteps,
  floor,
  fromSchedule,
  groups,
  growingHaar,
  type Loss,
  movingHaar,
  movingHaarNaive,
  restore,
  type Scheduler,
  type SchedulerState,
  sequence,
  warmup,
} from '../src/index.js';
import { anyLosses, checkLaws } from '../src/testing/index.js';

const plain = { learningRate: 1, alpha: 1, beta: 1, threshold: 0.5, patience: 2 };
const other = { ...plain, patience: 3 };
const falling = (t: number) => 1 / (1 + t);

/** Each with a second one of the same kind, whose states the first must not accept. */
const pairs: Record<string, readonly [Scheduler, Scheduler]> = {
  fastface: [fastface(plain), fastface(other)],
  'fastface, wide': [fastface({ ...plain, haarWidth: 3 }), fastface({ ...plain, haarWidth: 4 })],
  'ema-haar': [emaHaar(plain), emaHaar(other)],
  'fastface-recurrence': [fastfaceRecurrence(plain), fastfaceRecurrence(other)],
  'fastface-published': [fastfacePublished(plain), fastfacePublished(other)],
  'fastface-steps': [fastfaceSteps({ patience: 20 }), fastfaceSteps({ patience: 21 })],
  'growing-haar': [growingHaar({ totalSteps: 40 }), growingHaar({ totalSteps: 41 })],
  'fastface-auto': [fastfaceAuto({ totalSteps: 40 }), fastfaceAuto({ totalSteps: 41 })],
  'fastface-auto, length unknown': [fastfaceAuto(), fastfaceAuto({ power: 2 })],
  anneal: [anneal(fastface(plain), { totalSteps: 40 }), anneal(fastface(other), { totalSteps: 40 })],
  'moving-haar': [movingHaar({ window: 4 }), movingHaar({ window: 6 })],
  'moving-haar-naive': [movingHaarNaive({ window: 4 }), movingHaarNaive({ window: 6 })],
  schedule: [fromSchedule(falling), fromSchedule((t) => 2 / (1 + t))],
  warmup: [warmup(fastface(plain), { steps: 5 }), warmup(fastface(plain), { steps: 6 })],
  floor: [floor(fastface(plain), 0.1), floor(fastface(plain), 0.2)],
  groups: [groups(fastface(plain), { head: 1 }), groups(fastface(plain), { head: 2 })],
  'sequence, other length': [
    sequence([{ scheduler: fastface(plain), steps: 5 }, { scheduler: fromSchedule(falling) }]),
    sequence([{ scheduler: fastface(plain), steps: 6 }, { scheduler: fromSchedule(falling) }]),
  ],
  'sequence, other scheduler inside': [
    sequence([{ scheduler: fastface(plain), steps: 50 }, { scheduler: fromSchedule(falling) }]),
    sequence([{ scheduler: fastface(other), steps: 50 }, { scheduler: fromSchedule(falling) }]),
  ],
};

const losses = Array.from({ length: 40 }, (_, t) => Math.max(1, 4 - t / 5) + 0.1 * Math.sin(t * t));

function after(scheduler: Scheduler, values: readonly Loss[]): SchedulerState {
  let state = scheduler.init();
  for (const loss of values) state = scheduler.step(state, loss);
  return JSON.parse(JSON.stringify(state)) as SchedulerState;
}

describe.each(Object.entries(pairs))('%s', (_, [one, two]) => {
  test('says what each field may hold', () => expect(one.fields).toBeDefined());

  test('accepts each of its states', () => {
    for (let t = 0; t <= losses.length; t++) {
      const state = after(one, losses.slice(0, t));
      expect(restore(one, state)).toBe(state);
    }
  });

  test('refuses each state of the sibling', () => {
    for (let t = 0; t <= losses.length; t++) {
      expect(() => restore(one, after(two, losses.slice(0, t)))).toThrow(RangeError);
    }
  });
});

test('every scheduler refuses the states of every other', () => {
  const schedulers = Object.values(pairs).map(([scheduler]) => scheduler);
  for (const one of schedulers) {
    for (const two of schedulers) {
      if (one !== two) expect(() => restore(one, after(two, losses.slice(0, 7)))).toThrow(RangeError);
    }
  }
});

test('fastface-steps keeps the law', () => {
  const restores = (found: ReturnType<typeof checkLaws>) => found.find(({ law }) => law === 'restores');
  const report = checkLaws(fastfaceSteps({ patience: 12 }), {
    losses: anyLosses({ minLength: 60 }),
    runs: 60,
  });
  expect(restores(report)?.counterexample).toBeNull();
});

describe('what is wrong is named', () => {
  const scheduler = fastface(plain);
  const saved = () => ({ ...after(scheduler, [3]) }) as Record<string, unknown>;
  test.each([
    ['null', () => null, 'invalid state: null (expected an object)'],
    ['a list', () => [], 'invalid state: an array (expected an object)'],
    [
      'another scheduler',
      () => ({ ...saved(), scheduler: 'adam' }),
      'invalid state.scheduler: "adam" (expected fastface)',
    ],
    ['another version', () => ({ ...saved(), version: 1 }), 'invalid state.version: 1 (expected 2)'],
    [
      'other options',
      () => after(fastface(other), [3]),
      'invalid state.options.patience: 3 (expected 2, as the scheduler has it)',
    ],
    [
      'a missing field',
      () => ({ ...saved(), reductions: undefined, ...JSON.parse('{}') }),
      'invalid state.reductions: undefined (expected an integer, state.reductions ≥ 0)',
    ],
    [
      'a field too many',
      () => ({ ...saved(), momentum: 1 }),
      'invalid state.momentum: 1 (expected nothing beside ',
    ],
    ['a word', () => ({ ...saved(), learningRate: 'NaN' }), 'invalid state.learningRate: "NaN"'],
    ['null for a number', () => ({ ...saved(), iteration: null }), 'invalid state.iteration: null'],
    [
      'a decision',
      () => ({ ...saved(), decision: 'foo' }),
      'invalid state.decision: "foo" (expected hold or',
    ],
    ['a restart', () => ({ ...saved(), decision: 'restart' }), 'invalid state.decision: "restart"'],
    ['a count', () => ({ ...saved(), stationarySteps: -5.5 }), 'invalid state.stationarySteps: -5.5'],
    [
      'a count past its end',
      () => ({ ...saved(), stationarySteps: 3 }),
      'invalid state.stationarySteps: 3 (expected at most 2)',
    ],
    ['more skipped than seen', () => ({ ...saved(), skipped: 2 }), 'invalid state.skipped: 2'],
    ['a rate never reached', () => ({ ...saved(), learningRate: 0.7 }), '0.7 (expected 1)'],
    ['reductions that the rate does not show', () => ({ ...saved(), reductions: 1 }), '1 (expected 0.5)'],
    ['a trend too early', () => ({ ...saved(), trend: 0.5 }), 'invalid state.trend: 0.5 (expected null)'],
    ['no first loss', () => ({ ...saved(), firstLoss: null }), 'invalid state.firstLoss: null'],
  ])('%s', (_, value, message) => expect(() => restore(scheduler, value())).toThrow(message));

  test('at any depth, with its place', () => {
    const nested = floor(sequence([{ scheduler: fromSchedule(falling), steps: 3 }, { scheduler }]), 0.1);
    const state = after(nested, [3, 3, 3, 3, 3]) as unknown as { inner: { inner: { trend: unknown } } };
    state.inner.inner.trend = 'up';
    expect(() => restore(nested, state)).toThrow('invalid state.inner.inner.trend: "up"');
  });

  test.each([
    [{ decreasesSeen: 3 }, 'invalid state.decreasesSeen: 3 (expected 6)'],
    [{ decreases: [0, 0] }, 'invalid state.decreases.length: 2 (expected 5)'],
    [{ sums: [0, 0, null] }, 'invalid state.sums[2]: null'],
  ])('the ring of a wide kernel: %o', (change, message) => {
    const wide = fastface({ ...plain, haarWidth: 3 });
    expect(() => restore(wide, { ...after(wide, losses.slice(0, 7)), ...change })).toThrow(message);
  });

  test('a window of 4 into one of 6, with the options made to fit', () => {
    const [four, six] = [movingHaar({ window: 4 }), movingHaar({ window: 6 })];
    const state = { ...after(four, losses), options: six.options };
    expect(() => restore(six, state)).toThrow('invalid state.rings.losses.length: 4 (expected 6)');
  });

  test('a prototype is no field', () => {
    const state = JSON.parse(JSON.stringify(saved()).replace('"version":2', '"version":2,"__proto__":{}'));
    expect(() => restore(scheduler, state)).toThrow('invalid state.__proto__');
  });
});

test('a scheduler without fields is held against the fields of its first state', () => {
  const mine: Scheduler = {
    name: 'mine',
    init: () => ({ scheduler: 'mine', version: 1, iteration: 0, learningRate: 1, decision: 'hold' }),
    step: (state) => ({ ...state, iteration: state.iteration + 1 }),
  };
  expect(restore(mine, after(mine, [1, 2])).iteration).toBe(2);
  expect(() => restore(mine, { ...mine.init(), more: 1 })).toThrow('invalid state.more');
  expect(() => restore(mine, { ...mine.init(), learningRate: -1 })).toThrow('(expected a number ≥ 0)');
});
