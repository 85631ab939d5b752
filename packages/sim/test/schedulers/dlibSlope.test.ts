import { learningRates } from '@fastface/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dlibSlope } from '../../src/schedulers/dlibSlope.js';
import { sumsOf } from '../../src/schedulers/slope/lossHistory.js';
import { recursiveSlopeZ, zOfHint } from '../../src/schedulers/slope/recursiveSlope.js';
import { isBelowHint } from '../../src/schedulers/slope/slopeSums.js';
import { losses } from './vectors/losses.js';
import { readVectors } from './vectors/readVectors.js';

/** dlib's trainer as it is written: every loss kept, every check from scratch, the steps without a decrease counted. */
function plainTrainer(values: readonly number[], rate: number, patience: number, factor: number): number[] {
  const history: number[] = [];
  let budget = 0;
  const countSteps = (limit: number) => {
    const seen: number[] = [];
    let count = 0;
    for (let j = 1; j <= history.length; j++) {
      const loss = history[history.length - j]!;
      if (loss <= limit) seen.push(loss);
      if (seen.length > 2 && recursiveSlopeZ(seen) < zOfHint) count = j;
    }
    return count;
  };
  return values.map((loss) => {
    history.push(loss);
    if (history.length > patience) history.shift();
    budget += 200;
    if (budget > patience) {
      budget = 0;
      const sorted = [...history].sort((a, b) => a - b);
      const limit = sorted[Math.round((sorted.length - 1) * 0.9)]!;
      if (countSteps(Number.POSITIVE_INFINITY) >= patience && countSteps(limit) >= patience) {
        rate *= factor;
        history.splice(0, 400 + Math.floor(patience / 10));
      }
    }
    return rate;
  });
}

describe('dlib-slope', () => {
  test.each(['steps', 'flat', 'spiky', 'integers', 'constant', 'huge', 'offset', 'rising'])(
    'decides as the trainer written out does, on %s losses',
    (kind) => {
      let reductions = 0;
      for (let seed = 1; seed <= 30; seed++) {
        const patience = 2 + ((seed * 7) % 60);
        const values = losses(kind, seed, 160);
        const rates = [...learningRates(dlibSlope({ learningRate: 1, patience, factor: 0.5 }), values)];
        expect(rates).toEqual(plainTrainer(values, 1, patience, 0.5));
        reductions += Number(rates.at(-1)! < 1);
      }
      expect(reductions).toBeGreaterThan(5);
    },
  );

  test('a run over long losses, with its sums kept along, decides as one that begins afresh at every loss', () => {
    const scheduler = dlibSlope({ learningRate: 1, patience: 150, factor: 0.9 });
    for (const kind of ['steps', 'spiky', 'nan', 'infinite', 'offset', 'huge']) {
      const values = losses(kind, 11, 2000);
      let state = scheduler.init();
      const stepped = values.map((loss) => {
        state = scheduler.step(state, loss);
        return state.learningRate;
      });
      expect([...learningRates(scheduler, values)]).toEqual(stepped);
    }
  });

  test('a single NaN prevents every reduction while it is remembered, and no longer', () => {
    const patience = 40;
    const scheduler = dlibSlope({ learningRate: 1, patience, factor: 0.5 });
    const values = Array.from({ length: 120 }, (_, t) => (t === 45 ? Number.NaN : 1));
    const rates = learningRates(scheduler, values);
    expect(rates[39]).toBe(0.5);
    expect([...rates.slice(40, 85)].every((rate) => rate === 0.5)).toBe(true);
    expect(rates[85]).toBe(0.25);
  });
});

describe("dlib's recursion", () => {
  const slopes = readVectors<{ losses: [string, number, number]; z: number }>('dlib-slopes');

  test.each(slopes.cases)(`gives the bits of ${slopes.original} on $losses`, ({ losses: given, z }) => {
    expect(recursiveSlopeZ(losses(...given))).toBe(z);
  });

  test('has its line where the probability of a decrease reaches 0.51', () => {
    const [line] = readVectors<{ below: number; notBelow: number }>('dlib-line').cases;
    expect(line!.below < zOfHint).toBe(true);
    expect(line!.notBelow < zOfHint).toBe(false);
  });
});

describe('the closed form of the slope', () => {
  test("gives the recursion's verdict wherever it gives one, the line itself included", () => {
    let verdicts = 0;
    let close = 0;
    const window = fc.record({
      n: fc.integer({ min: 3, max: 400 }),
      seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      level: fc.integer({ min: -20, max: 20 }),
      noise: fc.constantFrom(0, 1e-3, 10, 1000, 1000),
      distance: fc.integer({ min: -80, max: 10 }).map((tenths) => tenths / 10),
      above: fc.boolean(),
    });
    const property = fc.property(window, ({ n, seed, level, noise, distance, above }) => {
      const values = Float64Array.from(
        losses('flat', seed, Math.max(n, 4)).slice(0, n),
        (x) => level + noise * (x - 1),
      );
      const { aged, d, squares } = sumsOf(values, values[0]!);
      const sxx = (n * (n * n - 1)) / 12;
      const slope = (aged - ((n - 1) / 2) * d) / sxx;
      const error = Math.sqrt((squares - (d * d) / n - slope * slope * sxx) / (n - 2) / sxx) || 0;
      // Tilt the window until it lies 10^distance from the line.
      const tilt = (zOfHint + (above ? 1 : -1) * 10 ** distance) * error - slope;
      const tilted = values.map((value, age) => value + tilt * age);
      const z = recursiveSlopeZ(tilted);
      const verdict = isBelowHint(sumsOf(tilted, tilted[0]!));
      if (verdict === undefined) return;
      verdicts++;
      close += Number(Math.abs(z - zOfHint) < 1e-3);
      expect(verdict).toBe(z < zOfHint);
    });
    fc.assert(property, { numRuns: 5000, seed: 1 });
    expect(verdicts).toBeGreaterThan(1000);
    expect(close).toBeGreaterThan(300);
  });

  test('decides nearly every window of noise, so that the recursion is rarely run', () => {
    const windows = Array.from({ length: 1000 }, (_, seed) =>
      Float64Array.from(losses('flat', seed + 1, 200)),
    );
    const undecided = windows.filter((window) => isBelowHint(sumsOf(window, window[0]!)) === undefined);
    expect(undecided.length).toBeLessThan(5);
  });

  test('leaves a window without noise to the recursion', () => {
    expect(isBelowHint(sumsOf(new Float64Array(50).fill(1.25), 1.25))).toBeUndefined();
  });
});
