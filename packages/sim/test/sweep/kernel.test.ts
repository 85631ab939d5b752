import { changes, type FastFaceOptions, fastface } from '@fastface/core';
import { anyLosses, fastfaceOptions, withUnusable } from '@fastface/core/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/sweep/evaluate.js';
import { fastfaceOutcomes } from '../../src/sweep/fastface/fastfaceOutcomes.js';
import { resolveFastFace } from '../../src/sweep/fastface/resolve.js';
import type { Outcome } from '../../src/sweep/outcome.js';
import type { Given } from '../../src/sweep/variation.js';

const context = { learningRate: 0.02, totalSteps: 1000 };
const firstStep = 7;

/** The same outcome from core's own run and step, one configuration at a time. */
function byCore(options: FastFaceOptions, losses: Float64Array): Outcome {
  const scheduler = fastface({ ...context, ...options });
  const found = changes(scheduler, losses);
  const { threshold = 5e-5 } = options;
  let stationary = 0;
  let state = scheduler.init();
  for (const loss of losses) {
    state = scheduler.step(state, loss);
    if (state.decision !== 'skip' && state.trend !== null && state.trend < threshold) stationary++;
  }
  const steps = found.map(({ iteration }) => iteration + firstStep);
  return {
    reductions: steps.length,
    reductionSteps: steps,
    lastReduction: steps.at(-1) ?? null,
    restarts: 0,
    restartSteps: [],
    finalLearningRate: state.learningRate,
    stationaryShare: losses.length === 0 ? null : stationary / losses.length,
  };
}

const byKernel = (configurations: readonly Given[], losses: Float64Array) =>
  fastfaceOutcomes(
    losses,
    firstStep,
    configurations.map((given) => resolveFastFace(given, context)),
  );

/** Several configurations that share weights and thresholds here and there, as those of a grid do. */
const configurations = fc.array(fastfaceOptions(), { minLength: 1, maxLength: 7 }).chain((base) =>
  fc.array(
    fc.tuple(...Array.from({ length: 4 }, () => fc.nat({ max: base.length - 1 }))).map(([a, b, t, rest]) => ({
      ...base[rest!]!,
      alpha: base[a!]!.alpha!,
      beta: base[b!]!.beta!,
      threshold: base[t!]!.threshold!,
    })),
    { minLength: 1, maxLength: 12 },
  ),
);
// Up to three blocks of 512, and pieces of the shortest kind.
const losses = fc
  .oneof(
    { weight: 4, arbitrary: withUnusable(anyLosses({ maxLength: 1300 })) },
    { weight: 4, arbitrary: anyLosses({ maxLength: 1300 }) },
    { weight: 1, arbitrary: anyLosses({ maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant([]) },
  )
  .map((values) => Float64Array.from(values, (value) => value ?? Number.NaN));

describe('the kernel for many configurations', () => {
  test('decides as changes does, for every configuration, and counts the same stationary iterations', () => {
    let decided = 0;
    let tried = 0;
    fc.assert(
      fc.property(configurations, losses, (some, values) => {
        const outcomes = byKernel(some, values);
        some.forEach((options, i) => {
          expect(outcomes[i]).toEqual(byCore(options, values));
          tried++;
          if (outcomes[i]!.reductions > 0) decided++;
        });
      }),
      process.env.FASTFACE_LONG ? { numRuns: 3000 } : { numRuns: 150, seed: 1 },
    );
    console.log(`configurations with at least one reduction: ${decided} of ${tried}`);
    expect(decided / tried).toBeGreaterThan(1 / 4);
  });

  test('takes each loss as a block boundary finds it', () => {
    const flat = new Float64Array(1100).fill(1);
    for (const unusable of [0, 1, 511, 512, 513, 1023, 1024, 1099]) {
      const values = flat.slice();
      values[unusable] = Number.NaN;
      for (const patience of [0, 1, 500, 509, 510, 511, 512, 1000]) {
        const options = { patience, alpha: 0.5, beta: 0.5, threshold: 1e-3 };
        expect(byKernel([options], values)[0]).toEqual(byCore(options, values));
      }
    }
  });

  test('lists the first 1,000 reductions and counts all', () => {
    const values = Float64Array.from({ length: 3000 }, (_, i) => i);
    const options = { patience: 0, factor: 0.9999, maxReductions: 2500, alpha: 1, beta: 1 };
    const [outcome] = byKernel([options], values);
    expect(outcome).toMatchObject({ reductions: 2500, lastReduction: firstStep + 2500 });
    expect(outcome!.reductionSteps).toHaveLength(1000);
  });
});

describe('evaluate', () => {
  const evaluateAll = (given: readonly Given[], values: Float64Array) =>
    evaluate({ scheduler: 'fastface', context, losses: values, firstStep, configurations: given });
  const withoutShare = ({ stationaryShare: _, ...outcome }: Outcome) => outcome;

  test('mixes kernels of all widths in one list', () => {
    const values = Float64Array.from({ length: 900 }, (_, t) => Math.max(1, 5 - t / 50));
    const given = [1, 3, 1, 2].map((haarWidth) => ({ haarWidth, patience: 50, alpha: 0.2, beta: 0.2 }));
    const outcomes = evaluateAll(given, values);
    outcomes.forEach((outcome, i) => {
      expect(withoutShare(outcome)).toEqual(withoutShare(byCore(given[i]!, values)));
    });
    expect(outcomes.map(({ stationaryShare }) => stationaryShare === null)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(outcomes[0]!.reductions).toBeGreaterThan(0);
  });

  test('leaves losses that could overflow a filter to core', () => {
    const values = Float64Array.of(1e308, -1e308, 1e308, -1e308, 1, 1, 1, 1, 1, 1, -1e308);
    const given = [0, 1, 2].map((patience) => ({ patience, alpha: 1, beta: 0.3, threshold: 1e-3 }));
    const outcomes = evaluateAll(given, values);
    outcomes.forEach((outcome, i) => {
      expect(withoutShare(outcome)).toEqual(withoutShare(byCore(given[i]!, values)));
    });
    expect(outcomes[0]!.reductions).toBeGreaterThan(0);
  });

  test('fills in the defaults that core has', () => {
    const values = Float64Array.from({ length: 1000 }, (_, t) => 2 + Math.sin(t));
    const given: Given[] = [
      {},
      { patienceFraction: 0.1 },
      { patience: 3 },
      { totalSteps: 40 },
      { learningRate: 1 },
    ];
    const outcomes = evaluateAll(given, values);
    outcomes.forEach((outcome, i) => {
      expect(outcome).toEqual(byCore(given[i]!, values));
    });
    expect(outcomes[0]!.reductions).toBeGreaterThan(0);
  });

  test('names the option of a configuration that cannot be', () => {
    expect(() => evaluateAll([{ alpha: 0.1 }, { alpha: 2 }], Float64Array.of(1))).toThrow('invalid alpha: 2');
  });
});
