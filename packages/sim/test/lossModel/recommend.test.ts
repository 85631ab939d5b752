import { fastface, type Scheduler } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { fitLossModel } from '../../src/lossModel/fitLossModel.js';
import { recommend } from '../../src/lossModel/recommend.js';
import { baseRate, known, lossesOf, scheduleOf, steps, traceOf } from './runs.js';

const noise = { scale: 0.05, power: 0.5, slow: 0.01, slowTime: 400 };
const model = fitLossModel([
  traceOf(lossesOf(known, scheduleOf('step'), noise, { seed: 1 })),
  traceOf(lossesOf(known, scheduleOf('stairs'), noise, { seed: 2 })),
]);
const options = { totalSteps: steps, seeds: 8, fromRecord: false };
const candidate = (name: 'constant' | 'step' | 'stairs' | 'cosine') => ({
  varied: { name },
  scheduler: scheduleOf(name),
});

describe('recommending a schedule', () => {
  test('the order is that of real runs of the law, and what is far worse is not tied', () => {
    const names = ['constant', 'step', 'stairs', 'cosine'] as const;
    const ranking = recommend(model, names.map(candidate), options);
    const real = (name: (typeof names)[number]) => lossesOf(known, scheduleOf(name)).losses.at(-1)!;
    const best = names.toSorted((a, b) => real(a) - real(b));
    expect(ranking.at(-1)!.varied).toEqual({ name: 'constant' });
    expect(best.at(-1)).toBe('constant');
    expect(ranking.at(-1)).toMatchObject({ worseIn: 1, tied: false });
    // The model cannot tell the first two: they differ by less than it is off.
    expect(best.slice(0, 2)).toContain(ranking[0]!.varied.name);
    const medians = ranking.map(({ summary }) => summary.finalLoss.median);
    expect(medians).toEqual(medians.toSorted((a, b) => a - b));
  });

  test('the same scheduler twice is a tie without a difference: both have the same luck', () => {
    const [one, two] = recommend(model, [candidate('step'), candidate('step')], options);
    expect(one!.summary.finalLoss).toEqual(two!.summary.finalLoss);
    expect(two).toMatchObject({ worseIn: 0, tied: true });
  });

  test('the share of the seeds in which it is worse, and less than 1 % is a tie', () => {
    const patient = (patience: number) => ({
      varied: { patience },
      scheduler: fastface({
        learningRate: baseRate,
        patience,
        alpha: 0.02,
        beta: 0.02,
        threshold: 2e-4,
      }) as Scheduler<never>,
    });
    const ranking = recommend(model, [200, 300, 5000].map(patient) as never, options);
    for (const { worseIn, tied, summary, simulation } of ranking) {
      const worse = simulation.runs.filter(
        ({ finalLoss }, seed) => finalLoss > ranking[0]!.simulation.runs[seed]!.finalLoss,
      ).length;
      expect(worseIn).toBe(worse / 8);
      const apart = summary.finalLoss.median / ranking[0]!.summary.finalLoss.median - 1;
      expect(tied).toBe(worseIn < 0.9 || apart < 0.01);
    }
    expect(ranking.at(-1)).toMatchObject({ varied: { patience: 5000 }, tied: false });
  });
});
