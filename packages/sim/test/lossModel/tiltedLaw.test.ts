import { fromSchedule } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { runningLaw } from '../../src/lossModel/closedLoop.js';
import type { LossModel } from '../../src/lossModel/lossModel.js';
import { normalQuantile } from '../../src/lossModel/normalQuantile.js';
import { simulate } from '../../src/lossModel/simulate.js';
import { lawDeviation, TiltedLaw, tiltsOf } from '../../src/lossModel/tiltedLaw.js';
import { baseRate, known, lossesOf, quiet, scheduleOf, steps, traceOf } from './runs.js';

const course = { baseRate, epochLength: null, offset: 0 };
const start = known.limit + known.power!.amplitude + 0.5;
const tilted = (tilt: number) => new TiltedLaw(runningLaw(known, course, baseRate), start, tilt);

describe('a tilted law', () => {
  test('starts where the other does, and goes 1 + tilt of its way on a log scale', () => {
    const [plain, less] = [new Float64Array(500), new Float64Array(500)];
    runningLaw(known, course, baseRate).run(baseRate, plain);
    tilted(-0.1).run(baseRate, less);
    expect(plain[0]).toBeCloseTo(start, 12);
    expect(less[0]).toBeCloseTo(start, 12);
    plain.forEach((loss, i) => {
      expect(Math.log(less[i]! / start)).toBeCloseTo(0.9 * Math.log(loss / start), 12);
    });
    expect(less[499]).toBeGreaterThan(1.02 * plain[499]!);
  });

  test('a copy goes its own way, and one goes back to it', () => {
    const law = tilted(0.2);
    law.pass(baseRate, 50);
    const copy = law.copy();
    const [first, again] = [new Float64Array(9), new Float64Array(9)];
    law.run(baseRate / 2, first);
    law.become(copy);
    law.run(baseRate / 2, again);
    expect([...again]).toEqual([...first]);
  });

  test('losses at and below 0 stay, and so does a law that starts there', () => {
    const below = { ...known, limit: -3, power: { amplitude: 3, exponent: 2, scale: 1 } };
    for (const from of [0.5, 0, -1]) {
      const [plain, same] = [new Float64Array(600), new Float64Array(600)];
      runningLaw(below, course, baseRate).run(baseRate, plain);
      new TiltedLaw(runningLaw(below, course, baseRate), from, 0.3).run(baseRate, same);
      const changed = plain.filter((loss, i) => same[i] !== loss);
      expect(changed.every((loss) => loss > 0)).toBe(true);
      if (from <= 0) expect(changed).toHaveLength(0);
      expect(same.every(Number.isFinite)).toBe(true);
    }
  });
});

test('without noise, simulated runs scatter by the deviation of the law alone', () => {
  const trace = traceOf(lossesOf(known, scheduleOf('step')));
  const model: LossModel = {
    baseRate,
    epochLength: null,
    variants: [{ law: known, weight: 1 }],
    alternatives: [],
    noise: quiet,
    fitted: { misfit: 0, rates: [baseRate, baseRate], time: steps * baseRate, iterations: steps },
    traces: [trace],
  };
  const constant = fromSchedule(() => baseRate);
  const { runs } = simulate(model, constant, { totalSteps: 1500, seeds: 200, fromRecord: false });
  const expected = Math.log(lossesOf(known, constant).losses[1492]! / start);
  const ways = runs.map(({ finalLoss }) => Math.log(finalLoss / start) / expected - 1);
  const mean = ways.reduce((sum, way) => sum + way, 0) / ways.length;
  const spread = Math.sqrt(ways.reduce((sum, way) => sum + (way - mean) ** 2, 0) / ways.length);
  expect(Math.abs(mean)).toBeLessThan(lawDeviation / 4);
  expect(spread).toBeGreaterThan(0.8 * lawDeviation);
  expect(spread).toBeLessThan(1.2 * lawDeviation);
});

describe('the tilts of some seeds', () => {
  test.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.025, -1.959963984540054],
    [0.001, -3.090232306167814],
    [1e-10, -6.361340902404056],
  ])('the normal quantile of %d is %d', (p, z) => expect(normalQuantile(p)).toBeCloseTo(z, 7));

  test.each([1, 2, 4, 15, 16])('%i of them have no mean of their own, in any order', (count) => {
    for (const seed of [1, 2, 3]) {
      const tilts = tiltsOf(count, seed);
      expect(tilts.reduce((sum, tilt) => sum + tilt, 0)).toBeCloseTo(0, 12);
      expect(tilts.toSorted((a, b) => a - b)).toEqual(tiltsOf(count, 9).toSorted((a, b) => a - b));
    }
    if (count > 4) expect(tiltsOf(count, 1)).not.toEqual(tiltsOf(count, 2));
  });

  test('their spread is the lawDeviation', () => {
    const tilts = tiltsOf(1000, 1);
    const variance = tilts.reduce((sum, tilt) => sum + tilt * tilt, 0) / 1000;
    expect(Math.sqrt(variance) / lawDeviation).toBeCloseTo(1, 2);
  });
});
