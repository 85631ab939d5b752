import * as fc from 'fast-check';
import { describe, test } from 'vitest';
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
  movingHaar,
  movingHaarNaive,
  type Scheduler,
  sequence,
  warmup,
} from '../src/index.js';
import { assertLaws, fastfaceOptions } from '../src/testing/index.js';

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
/** A restart may take the rate above its base. */
const restarting: Record<string, fc.Arbitrary<Scheduler>> = {
  'moving-haar': movingHaarOptions.map(movingHaar),
  'moving-haar-naive': movingHaarOptions.map(movingHaarNaive),
};

describe('every scheduler keeps the laws', () => {
  test.each(Object.entries(kept))('%s', (_, schedulers) => assertLaws(schedulers, { runs: 150 }));
  test.each(Object.entries(clocked))('%s, all but skips', (_, schedulers) =>
    assertLaws(schedulers, { runs: 150, except: ['skips'] }),
  );
  test.each(Object.entries(restarting))('%s, all but its base', (_, schedulers) =>
    assertLaws(schedulers, { runs: 150, except: ['within its base'] }),
  );
});
