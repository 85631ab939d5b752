import { fromSchedule, option, type Scheduler } from '@fastface/core';

/** Options of {@link polynomialSchedule}. */
export interface PolynomialOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** Iterations until the rate is 0 (PyTorch's `total_iters`), an integer ≥ 1. */
  readonly totalSteps: number;
  /** Exponent, > 0. Default 1: a straight line. */
  readonly power?: number;
}

/**
 * Polynomial decay to zero:
 *
 *     η_t = learningRate·(1 − min(t, totalSteps)/totalSteps)^power
 *
 * The last update of a run of totalSteps, t = totalSteps − 1, has the rate learningRate·totalSteps^−power, not 0;
 * from t = totalSteps on the rate is 0. O(1) per iteration.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = polynomialSchedule({ learningRate: 1, totalSteps: 4 });
 * scheduler.step(scheduler.init(), 3).learningRate; // 0.75
 * @see torch.optim.lr_scheduler.PolynomialLR, checked against PyTorch 2.15.0
 */
export function polynomialSchedule(options: PolynomialOptions): Scheduler {
  const { learningRate, totalSteps, power } = option.resolve('polynomial', options, {
    learningRate: [option.checkPositive],
    totalSteps: [option.integerFrom(1)],
    power: [option.checkPositive, 1],
  });
  return fromSchedule(
    (t) => learningRate * (1 - Math.min(t, totalSteps) / totalSteps) ** power,
    'polynomial',
  );
}
