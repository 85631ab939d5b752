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
  return values.some((loss) => {
    state = scheduler.step(state, loss);
    largest = Math.max(largest, Math.abs(state.trend ?? 0));
    return state.trend !== null && Math.abs(state.trend - threshold) <= bound * largest;
  });
}

describe('the O(1) forms take the decisions of the definition', () => {
  test.each([
    { name: 'fastface', maxHaarWidth: 1, bound: 1e-12 },
    { name: 'fastface with kernels up to 12 wide', maxHaarWidth: 12, bound: 1e-12 },
  ])('$name: same decisions, trend within $bound of the largest', ({ maxHaarWidth, bound }) => {
    let decided = 0;
    let runs = 0;
    fc.assert(
      fc.property(fastfaceOptions({ maxHaarWidth, minWeight: 1e-4 }), losses, (options, values) => {
        const naive = emaHaar(options);
        fc.pre(!isTie(naive, options.threshold!, values, bound));
        const { firstDifference, trendError, decisions } = compareSchedulers(
          naive,
          fastface(options),
          values,
        );
        runs++;
        decided += decisions > 0 ? 1 : 0;
        expect(firstDifference).toBeNull();
        expect(trendError).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 300, seed: 2 },
    );
    // The generators reach what they are for: most runs decide something.
    expect(decided / runs).toBeGreaterThan(0.4);
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
      { numRuns: 300, seed: 3 },
    );
  });

  test('moving-haar: same decisions, H within 1e-12 of the largest', () => {
    let decided = 0;
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
        decided += decisions > 0 ? 1 : 0;
        expect(firstDifference).toBeNull();
        expect(trendError).toBeLessThanOrEqual(1e-12);
      }),
      { numRuns: 400, seed: 4 },
    );
    expect(decided / 400).toBeGreaterThan(0.3);
  });
});
