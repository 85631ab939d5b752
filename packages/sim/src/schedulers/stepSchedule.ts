import { fromSchedule, option, type Scheduler } from '@fastface/core';

/** Options of {@link stepSchedule}. */
export interface StepOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** Iterations at each rate, an integer ≥ 1. */
  readonly stepSize: number;
  /** New rate = old rate × factor (PyTorch's `gamma`), 0 < factor < 1. Default 0.1. */
  readonly factor?: number;
}

/**
 * Step decay: the rate is multiplied by `factor` every `stepSize` iterations.
 *
 *     η_t = learningRate·factor^floor(t/stepSize)
 *
 * Update number stepSize (from 0) is the first at the lower rate. PyTorch counts calls of `scheduler.step()`, usually
 * one per epoch; here everything counts iterations. O(1) per iteration. For a list of iterations see {@link
 * multiStepSchedule}.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = stepSchedule({ learningRate: 0.5, stepSize: 2, factor: 0.5 });
 * let state = scheduler.init();
 * for (const loss of [3, 3, 3, 3]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.125: the rate of update number 4
 * @see torch.optim.lr_scheduler.StepLR, checked against PyTorch 2.15.0
 */
export function stepSchedule(options: StepOptions): Scheduler {
  const resolved = option.resolve('step', options, {
    learningRate: [option.checkPositive],
    stepSize: [option.integerFrom(1)],
    factor: [option.checkFactor, 0.1],
  });
  const { learningRate, stepSize, factor } = resolved;
  return fromSchedule((t) => learningRate * factor ** Math.floor(t / stepSize), 'step', resolved);
}
