import { fromSchedule, option, type Scheduler } from '@fastface/core';

/** Options of {@link oneCycleSchedule}. */
export interface OneCycleOptions {
  /** The PEAK of the cycle (PyTorch's `max_lr`), > 0. */
  readonly learningRate: number;
  /** Iterations of the whole cycle, an integer ≥ 1. */
  readonly totalSteps: number;
  /** Share of the cycle that rises (PyTorch's `pct_start`), 0 ≤ warmupFraction ≤ 1. Default 0.3. */
  readonly warmupFraction?: number;
  /** First rate = peak/divFactor, > 0. Default 25. */
  readonly divFactor?: number;
  /** Last rate = first rate/finalDivFactor, > 0. Default 10,000. */
  readonly finalDivFactor?: number;
  /** Curve between the ends of a phase: `cos` or `linear`. Default cos. */
  readonly anneal?: 'cos' | 'linear';
  /**
   * If true, falls to the first rate in the time of the rise, then to the last rate; otherwise falls in one phase.
   * Default false.
   */
  readonly threePhase?: boolean;
}

/**
 * One cycle: from peak/divFactor up to the peak, then down to far below the start. Phase i goes from rate a at
 * iteration u to rate b at iteration v, with p = (t − u)/(v − u):
 *
 *     linear   η_t = a + (b − a)·p          cos   η_t = b + (a − b)·(1 + cos(π·p))/2
 *
 * The rise ends at v = warmupFraction·totalSteps − 1, which need not be an integer, so the peak may be between two
 * updates. The last update, t = totalSteps − 1, uses the last rate, which is then kept (PyTorch raises an error
 * there). Only the rate is scheduled, not the momentum. O(1) an iteration.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = oneCycleSchedule({ learningRate: 1, totalSteps: 10, warmupFraction: 0.5, divFactor: 4 });
 * scheduler.init().learningRate; // 0.25
 * let state = scheduler.init();
 * for (const loss of [3, 3, 3, 3]) state = scheduler.step(state, loss);
 * state.learningRate; // 1
 * @see torch.optim.lr_scheduler.OneCycleLR, checked against PyTorch 2.15.0; Smith and Topin 2018, Super-Convergence
 */
export function oneCycleSchedule(options: OneCycleOptions): Scheduler {
  const resolved = option.resolve('one-cycle', options, {
    learningRate: [option.checkPositive],
    totalSteps: [option.integerFrom(1)],
    warmupFraction: [option.checkFraction, 0.3],
    divFactor: [option.checkPositive, 25],
    finalDivFactor: [option.checkPositive, 10_000],
    anneal: [option.checkOneOf('cos', 'linear'), 'cos'],
    threePhase: [option.checkBoolean, false],
  });
  const { learningRate: peak, totalSteps, threePhase: three } = resolved;
  const rise = resolved.warmupFraction * totalSteps;
  const first = peak / resolved.divFactor;
  const last = first / resolved.finalDivFactor;
  const between = curves[resolved.anneal];
  const phases = [
    { end: rise - 1, from: first, to: peak },
    ...(three ? [{ end: 2 * rise - 2, from: peak, to: first }] : []),
    { end: totalSteps - 1, from: three ? first : peak, to: last },
  ];
  return fromSchedule((iteration) => {
    const t = Math.min(iteration, totalSteps - 1);
    let start = 0;
    for (const { end, from, to } of phases) {
      // A phase of no length is over at once; PyTorch divides by zero.
      if (t <= end) return between(from, to, end > start ? (t - start) / (end - start) : 1);
      start = end;
    }
    return last;
  }, 'one-cycle');
}

const curves = {
  cos: (from: number, to: number, part: number) => to + ((from - to) / 2) * (Math.cos(Math.PI * part) + 1),
  linear: (from: number, to: number, part: number) => (to - from) * part + from,
};
