import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';

/**
 * A learning-rate schedule for `@jax-js/optax` that follows the loss: `adam(schedule)`, then `rate.step(loss)` after each
 * update.
 *
 * Do not put the optimiser's `update` inside `jit`: a compiled function keeps the rate with which it was traced.
 *
 * @param options see {@link RateOptions}
 * @throws RangeError where an option is missing or out of range
 * @example
 * const { rate, schedule } = forOptax({ learningRate: 0.1, totalSteps: 1000 });
 * rate.step(2.5);
 * schedule(); // 0.1
 */
export function forOptax(options: RateOptions): {
  readonly rate: LossDrivenRate;
  /** The current rate, whatever the count. */
  readonly schedule: () => number;
} {
  checkRateOptions('forOptax', options);
  const rate = lossDrivenRate(options);
  return { rate, schedule: () => rate.learningRate };
}
