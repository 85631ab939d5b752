import { fromSchedule, option, type Scheduler } from '@fastface/core';

/** Options of {@link cosineSchedule}: `totalSteps` for one descent, or `T_0` for warm restarts. */
export interface CosineOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** Iterations from learningRate down to minLearningRate (PyTorch's `T_max`), an integer ≥ 1. Unused with `T_0`. */
  readonly totalSteps?: number;
  /** Iterations of the first cycle of a schedule with warm restarts, an integer ≥ 1. */
  readonly T_0?: number;
  /** Each cycle is T_mult times as long as the one before, an integer ≥ 1. Default 1. */
  readonly T_mult?: number;
  /** Rate at the bottom (PyTorch's `eta_min`), 0 ≤ minLearningRate ≤ learningRate. Default 0. */
  readonly minLearningRate?: number;
}

/**
 * Cosine annealing, with warm restarts if `T_0` is given. With base = learningRate and min = minLearningRate:
 *
 *     η_t = min + (base − min)·(1 + cos(π·t/totalSteps))/2
 *     η_t = min + (base − min)·(1 + cos(π·s/T_i))/2     s iterations into cycle i of length T_i = T_0·T_mult^i
 *
 * Past totalSteps the first form RISES again, as PyTorch's does: the rate is back at base at 2·totalSteps. With
 * restarts the rate never quite reaches min: the update that would be there is the first of the next cycle, at base.
 * O(1) an iteration, O(log t) with T_mult > 1.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = cosineSchedule({ learningRate: 1, T_0: 2 });
 * let state = scheduler.step(scheduler.init(), 3);
 * state.learningRate; // 0.5
 * state = scheduler.step(state, 3);
 * state.decision; // 'restart'
 * @see torch.optim.lr_scheduler.CosineAnnealingLR and CosineAnnealingWarmRestarts, checked against PyTorch 2.15.0;
 * Loshchilov and Hutter 2017, SGDR, equation 5
 */
export function cosineSchedule(options: CosineOptions): Scheduler {
  option.checkKnown('cosine', options, ['learningRate', 'totalSteps', 'T_0', 'T_mult', 'minLearningRate']);
  const base = option.checkPositive('learningRate', options.learningRate);
  const least = option.checkNotNegative('minLearningRate', options.minLearningRate ?? 0);
  option.check(least <= base, 'minLearningRate', least, `at most ${base}, the learningRate`);
  const rate = (part: number) => least + ((base - least) * (1 + Math.cos(Math.PI * part))) / 2;
  const { T_0 } = options;
  if (T_0 === undefined || T_0 === null) {
    option.check(
      options.T_mult === undefined || options.T_mult === null,
      'T_mult',
      options.T_mult,
      'nothing without T_0',
    );
    const totalSteps = option.checkInteger('totalSteps', options.totalSteps as number, 1);
    return fromSchedule((t) => rate(t / totalSteps), 'cosine');
  }
  const length = option.checkInteger('T_0', T_0, 1);
  const growth = option.checkInteger('T_mult', options.T_mult ?? 1, 1);
  return fromSchedule((t) => rate(partOfCycle(t, length, growth)), 'cosine');
}

/** How far iteration t is into its cycle, from 0 to 1. */
function partOfCycle(t: number, length: number, growth: number): number {
  if (growth === 1) return (t % length) / length;
  let start = 0;
  let cycle = length;
  while (t - start >= cycle) {
    start += cycle;
    cycle *= growth;
  }
  return (t - start) / cycle;
}
