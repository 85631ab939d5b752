import { fromSchedule, option, type Scheduler } from '@fastface/core';

/**
 * A constant learning rate, the baseline of every comparison: η_t = learningRate. (PyTorch's ConstantLR differs: it
 * uses a smaller rate for the first few epochs.) O(1) per iteration.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = constantSchedule({ learningRate: 0.1 });
 * scheduler.step(scheduler.init(), 2.5).learningRate; // 0.1
 */
export function constantSchedule(options: { readonly learningRate: number }): Scheduler {
  option.checkKnown('constant', options, ['learningRate']);
  const learningRate = option.checkPositive('learningRate', options.learningRate);
  return fromSchedule(() => learningRate, 'constant');
}
