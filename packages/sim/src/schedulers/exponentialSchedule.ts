import { fromSchedule, option, type Scheduler } from '@fastface/core';

/** Options of {@link exponentialSchedule}. */
export interface ExponentialOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** New rate = old rate × factor at every iteration (PyTorch's `gamma`), 0 < factor ≤ 1. */
  readonly factor: number;
}

/**
 * Exponential decay:
 *
 *     η_t = learningRate·factor^t
 *
 * The factor applies at every iteration, not every epoch: to fall to a fraction p over T iterations use factor =
 * p^(1/T), which is close to 1. O(1) per iteration.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = exponentialSchedule({ learningRate: 1, factor: 0.5 });
 * scheduler.step(scheduler.init(), 3).learningRate; // 0.5
 * @see torch.optim.lr_scheduler.ExponentialLR, checked against PyTorch 2.15.0
 */
export function exponentialSchedule(options: ExponentialOptions): Scheduler {
  option.checkKnown('exponential', options, ['learningRate', 'factor']);
  const learningRate = option.checkPositive('learningRate', options.learningRate);
  const factor = option.checkWeight('factor', options.factor);
  return fromSchedule((t) => learningRate * factor ** t, 'exponential');
}
