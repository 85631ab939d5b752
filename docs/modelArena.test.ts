import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromSchedule } from '@fastface/core';
import { fitLossModel, modelTrace, simulate } from '@fastface/sim';
import { describe, expect, test } from 'vitest';
import { bestSchedule } from '../scripts/modelArena/bestSchedule.js';
import { modelArenaPage } from '../scripts/modelArena/page.js';
import results from './figures/modelArena.json' with { type: 'json' };

test('the page of the model arena is what its results file says', () => {
  const page = readFileSync(join(import.meta.dirname, 'model-arena.md'), 'utf8');
  expect(modelArenaPage(results)).toBe(page);
});

describe('the best schedule that is found for a law', () => {
  const steps = 1000;
  const run = (rateAt: (t: number) => number, lossAt: (t: number) => number) => {
    const learningRates = Float64Array.from({ length: steps }, (_, t) => rateAt(t));
    const losses = learningRates.map((_, t) => lossAt(t));
    const segment = {
      steps: losses.map((_, t) => t + 1),
      losses,
      learningRates,
      plannedSteps: null,
      run: null,
    };
    return fitLossModel([modelTrace(segment, 'made up', 'sampled')], { law: 'tissue' });
  };
  const withLaw = (law: Parameters<typeof lawOnly>[1]) =>
    lawOnly(
      run(
        () => 0.1,
        (t) => 1 + 1 / (1 + t),
      ),
      law,
    );
  const lawOnly = (
    model: ReturnType<typeof fitLossModel>,
    law: Extract<ReturnType<typeof fitLossModel>['variants'][number]['law'], { law: 'tissue' }>,
  ) => ({ ...model, variants: [{ law, weight: 1 }], noise: { scale: 0, power: 0, slow: 0, slowTime: 100 } });
  const power = { amplitude: 2, exponent: 0.5, scale: 1 };

  test('holds the largest rate where a fall of the rate brings nothing', () => {
    const model = withLaw({ law: 'tissue', limit: 1, power, annealing: 0, retention: 0.99 });
    expect(new Set(bestSchedule(model, 0.1, steps, 1))).toEqual(new Set([0.1]));
  });

  test('goes to zero where only a fall of the rate brings something', () => {
    const model = withLaw({ law: 'tissue', limit: 1, power: null, annealing: 0.1, retention: 0.99 });
    const rates = bestSchedule(model, 0.1, steps, 1);
    expect(rates[0]).toBe(0.1);
    expect(rates.at(-1)).toBe(0);
  });

  test('ends below the fixed schedules where both matter', () => {
    const model = withLaw({ law: 'tissue', limit: 1, power, annealing: 0.05, retention: 0.99 });
    const endOf = (rateAt: (t: number) => number) =>
      simulate(model, fromSchedule(rateAt), { totalSteps: steps, seeds: 1, fromRecord: false }).runs[0]!
        .finalLoss;
    const rates = bestSchedule(model, 0.1, steps, 1);
    const best = endOf((t) => rates[Math.min(t, steps - 1)]!);
    expect(Math.max(...rates)).toBe(0.1);
    for (const hold of [0, 0.5, 0.8, 0.9, 1])
      expect(best).toBeLessThanOrEqual(
        endOf((t) => 0.1 * Math.min(1, (1 - t / steps) / (1 - hold || 1))) + 1e-4,
      );
  });
});
