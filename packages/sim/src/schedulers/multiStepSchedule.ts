import { fromSchedule, option, type Scheduler } from '@fastface/core';

/** Options of {@link multiStepSchedule}. */
export interface MultiStepOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** Iterations at which the rate drops, integers ≥ 1 in any order; a repeated one drops the rate twice. */
  readonly milestones: readonly number[];
  /** New rate = old rate × factor (PyTorch's `gamma`), 0 < factor < 1. Default 0.1. */
  readonly factor?: number;
}

/**
 * Step decay at chosen iterations:
 *
 *     η_t = learningRate·factor^(number of milestones ≤ t)
 *
 * Update number m (from 0) is the first at the lower rate of milestone m. O(milestones) an iteration.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = multiStepSchedule({ learningRate: 0.5, milestones: [2, 3], factor: 0.5 });
 * let state = scheduler.init();
 * for (const loss of [3, 3]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.25: the rate of update number 2
 * @see torch.optim.lr_scheduler.MultiStepLR, checked against PyTorch 2.15.0
 */
export function multiStepSchedule(options: MultiStepOptions): Scheduler {
  option.checkKnown('multi-step', options, ['learningRate', 'milestones', 'factor']);
  const learningRate = option.checkPositive('learningRate', options.learningRate);
  const factor = option.checkFactor('factor', options.factor ?? 0.1);
  option.check(Array.isArray(options.milestones), 'milestones', options.milestones, 'a list of iterations');
  const milestones = options.milestones.map((milestone) => option.checkInteger('milestones', milestone, 1));
  const passed = (t: number) => milestones.reduce((count, milestone) => count + Number(milestone <= t), 0);
  return fromSchedule((t) => learningRate * factor ** passed(t), 'multi-step', {
    learningRate,
    milestones,
    factor,
  });
}
