import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anneal,
  emaHaar,
  fastface,
  fastfaceAuto,
  fastfacePublished,
  fastfaceRecurrence,
  floor,
  fromSchedule,
  groups,
  growingHaar,
  type Loss,
  movingHaar,
  movingHaarNaive,
  type Scheduler,
  type SchedulerState,
  sequence,
  warmup,
} from '../src/index.js';
import { assertLaws, checkLaws, fastfaceOptions } from '../src/testing/index.js';

const options = fastfaceOptions();
const without = (names: readonly string[]) =>
  options.map((all) => Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name))));
const movingHaarOptions = fc.record({
  window: fc.integer({ min: 2, max: 12 }),
  threshold: fc.constantFrom(0.06, 1, 10, -0.1),
  patience: fc.integer({ min: 0, max: 12 }),
  restartAfter: fc.integer({ min: 0, max: 3 }),
  restartFactor: fc.constantFrom(1, 4, 1e100),
});

const growingOptions = fc.record(
  {
    totalSteps: fc.integer({ min: 1, max: 300 }),
    noiseMultiple: fc.constantFrom(0.4, 5, 100),
    confidence: fc.constantFrom(0, 2.5),
    earliest: fc.constantFrom(0, 0.1, 0.5),
  },
  { requiredKeys: [] },
);
const annealOptions = fc.record(
  {
    totalSteps: fc.integer({ min: 1, max: 300 }),
    lastShare: fc.constantFrom(0.01, 0.1, 0.9),
    power: fc.constantFrom(0.5, 1, 2),
  },
  { requiredKeys: [] },
);

const kept: Record<string, fc.Arbitrary<Scheduler>> = {
  'ema-haar': fastfaceOptions({ maxHaarWidth: 4 }).map(emaHaar),
  fastface: options.map(fastface),
  'fastface, wide kernel': fastfaceOptions({ maxHaarWidth: 8 }).map(fastface),
  'fastface-recurrence': without(['haarWidth']).map(fastfaceRecurrence),
  'growing-haar': growingOptions.map(growingHaar),
  'moving-haar': movingHaarOptions.map(movingHaar),
  'moving-haar-naive': movingHaarOptions.map(movingHaarNaive),
  warmup: fc.tuple(options, fc.nat(20)).map(([o, steps]) => warmup(fastface(o), { steps })),
  floor: fc.tuple(options, fc.constantFrom(0, 1e-3, 1)).map(([o, least]) => floor(fastface(o), least)),
  groups: options.map((o) => groups(fastface(o), { backbone: 0.5, head: 1, frozen: 0 })),
};
/** The rate of these changes whatever the loss, so a loss that is skipped changes it too. */
const clocked: Record<string, fc.Arbitrary<Scheduler>> = {
  anneal: fc.tuple(options, annealOptions).map(([o, a]) => anneal(fastface(o), a)),
  'anneal of a composite': fc
    .tuple(options, annealOptions)
    .map(([o, a]) => anneal(warmup(fastface(o), { steps: 5 }), a)),
  'fastface-auto': fc.tuple(growingOptions, annealOptions).map(([g, a]) => fastfaceAuto({ ...a, ...g })),
  schedule: fc.constant(fromSchedule((t) => 1 / (1 + t))),
  sequence: options.map((o) => sequence([{ scheduler: fastface(o), steps: 9 }, { scheduler: emaHaar(o) }])),
  warmup: kept.warmup!,
  'fastface-published': without(['haarWidth', 'minLearningRate', 'cooldown']).map(fastfacePublished),
};
delete kept.warmup;

describe('every scheduler keeps the laws', () => {
  test.each(Object.entries(kept))('%s', (_, schedulers) => assertLaws(schedulers, { runs: 150 }));
  test.each(Object.entries(clocked))('%s, all but skips', (_, schedulers) =>
    assertLaws(schedulers, { runs: 150, except: ['skips'] }),
  );
});

describe('the laws find what they are there to find', () => {
  const scheduler = fastface({ learningRate: 1, patience: 2, threshold: 0.5, alpha: 0.5, beta: 0.5 });
  const broken: Record<string, Scheduler> = {
    pure: { ...scheduler, step: (state, loss) => Object.assign(state, scheduler.step(state as never, loss)) },
    deterministic: (() => {
      let calls = 0;
      return { ...scheduler, step: (s, l) => ({ ...scheduler.step(s as never, l), calls: calls++ }) };
    })(),
    // The best value so far starts from Infinity, which JSON turns into null.
    resumes: {
      ...scheduler,
      init: () => ({ ...scheduler.init(), best: Infinity }) as SchedulerState,
      step: (s, l) => {
        const best = Math.min((s as SchedulerState & { best: number }).best, l ?? Infinity);
        return { ...scheduler.step(s as never, l), best } as SchedulerState;
      },
    },
    restores: {
      ...scheduler,
      fields: { ...scheduler.fields, reductions: (value) => expect(typeof value).toBe('number') },
    },
    'plain state': { ...scheduler, step: (s, l) => ({ ...scheduler.step(s as never, l), at: undefined }) },
    labelled: { ...scheduler, step: (s, l) => ({ ...scheduler.step(s as never, l), iteration: 0 }) },
    bounded: { ...scheduler, step: (s, l) => ({ ...scheduler.step(s as never, l), learningRate: -1 }) },
    'says what it does': {
      ...scheduler,
      step: (s, l) => ({ ...scheduler.step(s as never, l), decision: 'hold' }),
    },
    skips: { ...scheduler, step: (s, l) => scheduler.step(s as never, l !== null && l < Infinity ? l : 7) },
    'runs as it steps': { ...scheduler, run: (s, l, r) => scheduler.run(s as never, l.map(Math.abs), r) },
  };
  test.each(Object.entries(broken))('%s', (law, mutant) => {
    const report = checkLaws(mutant).find((one) => one.law === law)!;
    expect(report.holds).toBe(false);
    expect(report.counterexample?.violation).toBeTruthy();
    expect(() => assertLaws(mutant)).toThrow(law);
  });

  test('causal: a scheduler that looks up what came next in the run before', () => {
    let previous: Loss[] = [];
    let current: Loss[] = [];
    const peeking: Scheduler = {
      ...scheduler,
      init() {
        previous = current;
        current = [];
        return scheduler.init();
      },
      step(state, loss) {
        current.push(loss);
        return {
          ...scheduler.step(state as never, loss),
          next: previous[current.length] ?? null,
        } as SchedulerState;
      },
    };
    expect(checkLaws(peeking).find(({ law }) => law === 'causal')!.holds).toBe(false);
  });
});
