import { checkWeight } from './check.js';

/**
 * Exponential moving average of a sequence: E_0 = x_0, E_t = alpha·x_t + (1 − alpha)·E_{t−1}.
 *
 * It follows a change with time constant 1/alpha iterations, and shrinks white noise of standard deviation σ to
 * σ·√(alpha/(2 − alpha)).
 *
 * @param values the sequence, oldest first
 * @param alpha weight of the NEWEST value, 0 < alpha ≤ 1 (1 returns the values unchanged)
 * @throws RangeError if alpha is out of range
 * @example
 * ema([4, 0, 0], 0.5); // [4, 2, 1]
 */
export function ema(values: readonly number[], alpha: number): number[] {
  checkWeight('alpha', alpha);
  const averages = new Array<number>(values.length);
  let average = values[0] ?? 0;
  for (let t = 0; t < values.length; t++) {
    average = alpha * values[t]! + (1 - alpha) * average;
    averages[t] = average;
  }
  return averages;
}
