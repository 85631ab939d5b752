import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emaHaar, type FastFaceOptions, fastface, fastfaceRecurrence, type Scheduler } from '../src/index.js';
import { anyLosses, normal, type TrendState } from '../src/testing/index.js';
import { add, type Dyadic, exact, mul, sub, toNumber } from './rational.js';
import { runs } from './runs.js';

const one = exact(1);

/** The definition in exact arithmetic: EMA, Haar kernel of half-width 1, EMA. */
function exactTrends(losses: readonly number[], alpha: number, beta: number): number[] {
  const [a, b] = [exact(alpha), exact(beta)];
  const trends: number[] = [];
  let smoothed = exact(losses[0]!);
  let trend: Dyadic | null = null;
  for (const loss of losses.slice(1)) {
    const next = add(mul(a, exact(loss)), mul(sub(one, a), smoothed));
    const decrease = sub(smoothed, next);
    trend = trend === null ? decrease : add(mul(b, decrease), mul(sub(one, b), trend));
    smoothed = next;
    trends.push(toNumber(trend));
  }
  return trends;
}

/** The same over long runs in fixed point with 320 fractional bits, whose own error is below 1e-80. */
function fixedPointTrends(losses: readonly number[], alpha: number, beta: number): number[] {
  const bits = 320n;
  const fixed = (x: number) => {
    const { m, e } = exact(x);
    return m << (bits + BigInt(e));
  };
  const times = (x: bigint, y: bigint) => (x * y) >> bits;
  const [a, b] = [fixed(alpha), fixed(beta)];
  let smoothed = fixed(losses[0]!);
  let trend: bigint | null = null;
  return losses.slice(1).map((loss) => {
    const decrease = times(a, smoothed - fixed(loss));
    smoothed -= decrease;
    trend = trend === null ? decrease : trend + times(b, decrease - trend);
    return toNumber({ m: trend, e: -Number(bits) });
  });
}

/** Largest difference over the largest trend. */
function relativeError(expected: readonly number[], found: readonly number[]): number {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
  return error === 0 ? 0 : error / largest;
}

function trendsOf(
  make: (options: FastFaceOptions) => Scheduler<TrendState>,
  losses: readonly number[],
  alpha: number,
  beta: number,
): number[] {
  const scheduler = make({ learningRate: 1, patience: 10, alpha, beta });
  let state = scheduler.init();
  return losses
    .map((loss) => {
      state = scheduler.step(state, loss);
      return state.trend ?? Number.NaN;
    })
    .slice(1);
}

describe('against exact arithmetic', () => {
  const weight = fc.double({ min: 1e-3, max: 1, noNaN: true });
  test.each([
    { name: 'fastface', make: fastface, bound: 5e-14 },
    { name: 'ema-haar', make: emaHaar, bound: 1e-13 },
  ])('$name on short runs: trend within $bound of the largest', ({ make, bound }) => {
    fc.assert(
      fc.property(anyLosses({ minLength: 2, maxLength: 25 }), weight, weight, (losses, alpha, beta) => {
        const expected = exactTrends(losses, alpha, beta);
        expect(relativeError(expected, trendsOf(make, losses, alpha, beta))).toBeLessThan(bound);
      }),
      runs(200, 5),
    );
  });

  test.each([1e-1, 1e-2, 1e-3, 1e-4, 1e-5])(
    '20,000 iterations, alpha = beta = %f: the cascade stays at 1e-13, the recurrence at 1e-14/alpha^1.5',
    (alpha) => {
      const noise = normal(6);
      const losses = Array.from({ length: 20_000 }, (_, t) => 3 + 40 * Math.exp(-t / 4000) + noise());
      const expected = fixedPointTrends(losses, alpha, alpha);
      expect(relativeError(expected, trendsOf(fastface, losses, alpha, alpha))).toBeLessThan(1e-13);
      expect(relativeError(expected, trendsOf(fastfaceRecurrence, losses, alpha, alpha))).toBeLessThan(
        1e-14 / alpha ** 1.5,
      );
    },
  );
});
