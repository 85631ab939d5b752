import { describe, expectTypeOf, test } from 'vitest';
import { forTfjsFit, forTfjsOptimizer, lossDrivenRate } from '../src/adapters/index.js';
import {
  anneal,
  type CascadeState,
  fastface,
  fastfaceAuto,
  floor,
  fromSchedule,
  groups,
  restore,
  type Scheduler,
  sequence,
  warmup,
} from '../src/index.js';

// What must not compile is held by `npm run typecheck`: an @ts-expect-error without an error is one.

const auto = fastfaceAuto({ learningRate: 0.1, totalSteps: 100 });

describe('what a composition has', () => {
  test('reason, run, options and fields are there without a question mark', () => {
    const all = [warmup(floor(auto, 0.01), { steps: 5 }), floor(warmup(auto, { steps: 5 }), 0.01)] as const;
    expectTypeOf(all[0].reason(all[0].init())).toBeString();
    expectTypeOf(all[1].reason(all[1].init())).toBeString();
    expectTypeOf(all[0].run).toBeFunction();
    expectTypeOf(sequence([{ scheduler: auto }]).reason).toBeFunction();
    expectTypeOf(fromSchedule(() => 1).reason).toBeFunction();
    expectTypeOf(anneal(fastface({ totalSteps: 100 }), { totalSteps: 100 }).reason).toBeFunction();
    expectTypeOf(groups(warmup(auto, { steps: 5 }), { head: 1 }).reason).toBeFunction();
  });

  test('the state of what is inside keeps its type', () => {
    const scheduler = floor(fastface({ totalSteps: 100 }), 0.01);
    expectTypeOf(scheduler.init().inner).toEqualTypeOf<CascadeState>();
    expectTypeOf(restore(scheduler, scheduler.init()).inner).toEqualTypeOf<CascadeState>();
  });
});

test('the names of groups are those of the caller', () => {
  const { learningRates } = groups(auto, { backbone: 0.5, head: 1 }).init();
  expectTypeOf(learningRates).toEqualTypeOf<Readonly<Record<'backbone' | 'head', number>>>();
  // @ts-expect-error: no such group
  learningRates.haed;
});

test('misspelt options do not compile', () => {
  const calls = [
    // @ts-expect-error
    () => fastface({ totalSteps: 100, patiense: 5 }),
    // @ts-expect-error
    () => fastface({ totalSteps: 'ten' }),
    // @ts-expect-error
    () => warmup(auto, { step: 5 }),
    // @ts-expect-error
    () => lossDrivenRate({ learningRate: 0.1, totalSteps: 100, onchange: () => {} }),
    // @ts-expect-error
    () => forTfjsFit(),
    // @ts-expect-error
    () => forTfjsOptimizer({ learningRate: 0.1 }, {}),
  ];
  expectTypeOf(calls).toBeArray();
});

test('a state is read only, and a step takes a loss', () => {
  const state = auto.init();
  const calls = [
    () => {
      // @ts-expect-error
      state.learningRate = 1;
    },
    // @ts-expect-error
    () => auto.step(state, undefined),
    // @ts-expect-error
    () => auto.step(state, '3.5'),
    () => auto.step(state, null),
  ];
  expectTypeOf(calls).toBeArray();
});

test('a scheduler of any state is a Scheduler', () => {
  const schedulers: Scheduler[] = [auto, warmup(auto, { steps: 5 }), groups(auto, { head: 1 })];
  expectTypeOf(schedulers[0]!.reason).toEqualTypeOf<Scheduler['reason']>();
});
