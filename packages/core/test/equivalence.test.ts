import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Loss, Scheduler } from '../src/index.js';
import { emaHaar, fastface, fastfaceRecurrence, movingHaar, movingHaarNaive } from '../src/index.js';
import {
  anyLosses,
  compareSchedulers,
  fastfaceOptions,
  type TrendState,
  withUnusable,
} from '../src/testing/index.js';
import { runs } from './runs.js';

const losses = fc.oneof(anyLosses({ maxLength: 300 }), withUnusable(anyLosses({ maxLength: 300 })));

/** A trend this close to the threshold may fall on either side of it by rounding. */
function isTie(
  scheduler: Scheduler<TrendState>,
  threshold: number,
  values: readonly Loss[],
  bound: number,
): boolean {
  let state = scheduler.init();
  let largest = 0;
  const rounding = 1e-14 * spread(values);
  return values.some((loss) => {
    state = scheduler.step(state, loss);
    largest = Math.max(largest, Math.abs(state.trend ?? 0));
    return state.trend !== null && Math.abs(state.trend - threshold) <= bound * largest + rounding;
  });
}

/** Largest usable loss minus smallest. */
function spread(values: readonly Loss[]): number {
  const usable = values.filter((value): value is number => value !== null && Number.isFinite(value));
  return Math.max(...usable, 0) - Math.min(...usable, 0);
}

describe('the O(1) forms take the decisions of the definition', () => {
  test.each([
    { name: 'fastface', maxHaarWidth: 1, bound: 1e-12 },
    { name: 'fastface with kernels up to 12 wide', maxHaarWidth: 12, bound: 1e-12 },
  ])('$name: same decisions, trend within $bound of the largest', ({ maxHaarWidth, bound }) => {
    let decided = 0;
    let tried = 0;
    fc.assert(
      fc.property(fastfaceOptions({ maxHaarWidth, minWeight: 1e-4 }), losses, (options, values) => {
        const naive = emaHaar(options);
        fc.pre(!isTie(naive, options.threshold!, values, bound));
        const found = compareSchedulers(naive, fastface(options), values);
        tried++;
        decided += found.decisions > 0 ? 1 : 0;
        expect(found.firstDifference).toBeNull();
        // A wide kernel annihilates losses of its own period: the trend is then nothing but rounding, in both forms.
        const rounding = 1e-14 * options.alpha! * spread(values);
        const nothing = options.haarWidth > 1 && found.largestTrend < 1e3 * rounding;
        if (!nothing) expect(found.trendError).toBeLessThanOrEqual(bound);
        else expect(found.trendError * found.largestTrend).toBeLessThanOrEqual(rounding);
      }),
      runs(300, 2),
    );
    // The generators reach what they are for: most runs decide something.
    console.log(`runs with at least one decision: ${decided} of ${tried}`);
    expect(decided / tried).toBeGreaterThan(1 / 3);
  });

  test('fastface-recurrence: same decisions, trend within 1e-13/(alpha·beta)^0.75 of the largest', () => {
    fc.assert(
      fc.property(fastfaceOptions({ minWeight: 1e-3 }), losses, ({ haarWidth: _, ...options }, values) => {
        const naive = emaHaar(options);
        const bound = 1e-13 / (options.alpha! * options.beta!) ** 0.75;
        fc.pre(!isTie(naive, options.threshold!, values, bound));
        const { firstDifference, trendError } = compareSchedulers(naive, fastfaceRecurrence(options), values);
        expect(firstDifference).toBeNull();
        expect(trendError).toBeLessThanOrEqual(bound);
      }),
      runs(300, 3),
    );
  });

  test('moving-haar: same decisions, H within 1e-12 of the largest', () => {
    let decided = 0;
    let tried = 0;
    const options = fc.record({
      window: fc.integer({ min: 2, max: 25 }),
      threshold: fc.double({ min: -1, max: 3, noNaN: true }),
      patience: fc.integer({ min: 0, max: 30 }),
      restartAfter: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(options, losses, (given, values) => {
        const naive = movingHaarNaive(given);
        fc.pre(!isTie(naive, given.threshold, values, 1e-12));
        const { firstDifference, trendError, decisions } = compareSchedulers(
          naive,
          movingHaar(given),
          values,
        );
        tried++;
        decided += decisions > 0 ? 1 : 0;
        expect(firstDifference).toBeNull();
        expect(trendError).toBeLessThanOrEqual(1e-12);
      }),
      runs(400, 4),
    );
    expect(decided / tried).toBeGreaterThan(0.3);
  });
});
