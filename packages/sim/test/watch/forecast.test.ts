import { fromSchedule } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { syntheticRun } from '../../src/lossModel/syntheticRun.js';
import type { Segment } from '../../src/trace.js';
import { forecast } from '../../src/watch/forecast/forecast.js';

const law = {
  law: 'tissue',
  limit: 1,
  power: { amplitude: 3, exponent: 0.5, scale: 5 },
  annealing: 0.05,
  retention: 0.99,
} as const;
const noise = { scale: 0.02, power: 0, slow: 0, slowTime: 100 };
const steps = 4000;

/** A made-up run with the rates of a schedule, a record every ten iterations. */
function runOf(rateAt: (t: number) => number, seed = 1): Segment {
  const { losses, rates } = syntheticRun(
    { law, noise, seed, baseRate: 0.1, epochLength: null, steps },
    fromSchedule(rateAt),
  );
  const every = (values: Float64Array) => values.filter((_, i) => i % 10 === 9);
  return {
    steps: Float64Array.from({ length: steps / 10 }, (_, i) => 10 * (i + 1)),
    losses: every(losses),
    learningRates: every(rates),
    plannedSteps: null,
    run: null,
  };
}

const until = ({ steps: all, losses, learningRates, ...rest }: Segment, records: number): Segment => ({
  ...rest,
  steps: all.slice(0, records),
  losses: losses.slice(0, records),
  learningRates: learningRates!.slice(0, records),
});

const endOf = ({ losses }: Segment) => losses.slice(-4).reduce((sum, loss) => sum + loss, 0) / 4;
const step = (t: number) => (t < 800 ? 0.1 : 0.03);

describe('a forecast', () => {
  test('holds what comes, where the rate stays and where it goes straight to zero', () => {
    const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
    let [held, told, width] = [0, 0, 0];
    for (const seed of seeds) {
      const known = until(runOf(step, seed), 200);
      const { stays, toZero, reason } = forecast(known, steps);
      expect(reason).toBeNull();
      const falls = (t: number) => (t < 2000 ? step(t) : (0.03 * (steps - t)) / 2000);
      for (const [outlook, came] of [
        [stays, endOf(runOf(step, seed))],
        [toZero, endOf(runOf(falls, seed))],
      ] as const) {
        told++;
        if (came >= outlook!.low && came <= outlook!.high) held++;
        width += Math.log(outlook!.high / outlook!.low) / 2;
      }
      // A rate that falls ends lower.
      expect(toZero!.loss).toBeLessThan(stays!.loss);
    }
    // Four of five, of twenty of which two each have their noise in common.
    expect(held / told).toBeGreaterThanOrEqual(0.7);
    // Not by being so wide that it says nothing.
    expect(width / told).toBeLessThan(0.1);
  }, 60_000);

  test('grows with the loss: L → k·L, and is the same each time', () => {
    const known = until(runOf(step), 200);
    const once = forecast(known, steps);
    expect(forecast(known, steps)).toEqual(once);
    const scaled = forecast({ ...known, losses: known.losses.map((loss) => 8 * loss) }, steps);
    for (const which of ['stays', 'toZero'] as const)
      for (const end of ['loss', 'low', 'high'] as const)
        expect(scaled[which]![end] / once[which]![end]).toBeCloseTo(8, 4);
  }, 60_000);

  test.each([
    ['no rates', { ...runOf(step), learningRates: null }, 'the log tells no learning rates'],
    ['few records', until(runOf(step), 30), '30 records since the warm-up; 50 are the least'],
    [
      'a cut just before',
      until(
        runOf((t) => (t < 1900 ? 0.1 : 0.03)),
        200,
      ),
      /jumped/,
    ],
    [
      'a warm-up',
      until(
        runOf((t) => 1e-4 * (t + 1)),
        200,
      ),
      /records|risen/,
    ],
    ['the end', runOf(step), 'the run is at its end'],
    [
      'losses below 0',
      { ...until(runOf(step), 200), losses: until(runOf(step), 200).losses.map((x) => x - 2) },
      /below 0/,
    ],
  ])('is silent: %s', (_, segment, reason) => {
    const said = forecast(segment, steps);
    expect(said).toMatchObject({ now: null, stays: null, toZero: null });
    expect(said.reason).toMatch(reason);
  });

  test('says nothing of rate zero before two fifths of the run', () => {
    const said = forecast(
      until(
        runOf((t) => (t < 400 ? 0.1 : 0.03)),
        150,
      ),
      steps,
    );
    expect(said.stays).not.toBeNull();
    expect(said.toZero).toBeNull();
    expect(said.reason).toMatch(/two fifths/);
  }, 60_000);

  test('says nothing of rate zero where the rate was never lowered', () => {
    const said = forecast(
      until(
        runOf(() => 0.1),
        200,
      ),
      steps,
    );
    expect(said.stays).not.toBeNull();
    expect(said.toZero).toBeNull();
    expect(said.reason).toMatch(/not lowered yet/);
  }, 60_000);
});
