import type { Loss, Scheduler, SchedulerState } from '../scheduler.js';

/** A state with a smoothed decrease. */
export interface TrendState extends SchedulerState {
  readonly trend: number | null;
}

/** How far two schedulers agree on one run. */
export interface Equivalence {
  /** Iteration of the first different decision or rate; null if there is none. */
  readonly firstDifference: number | null;
  /** Largest difference of the trends before that iteration, relative to the largest trend; 0 if there is no trend. */
  readonly trendError: number;
  /** Largest absolute trend of the first scheduler. */
  readonly largestTrend: number;
  /** Reductions and restarts of the first scheduler. */
  readonly decisions: number;
}

/**
 * Runs two schedulers side by side and compares their decisions, rates and trends at every iteration.
 *
 * @param a the definition
 * @param b the scheduler that should equal it
 * @param losses one loss per iteration
 * @example
 * const options = { learningRate: 1, patience: 3, alpha: 0.5, beta: 0.5, threshold: 0.01 };
 * compareSchedulers(emaHaar(options), fastface(options), [3, 2, 1, 1, 1, 1, 1, 1, 1, 1]).firstDifference; // null
 */
export function compareSchedulers<A extends TrendState, B extends TrendState>(
  a: Scheduler<A>,
  b: Scheduler<B>,
  losses: readonly Loss[],
): Equivalence {
  let stateA = a.init();
  let stateB = b.init();
  let largest = 0;
  let error = 0;
  let decisions = 0;
  let firstDifference: number | null = null;
  for (const [i, loss] of losses.entries()) {
    stateA = a.step(stateA, loss);
    stateB = b.step(stateB, loss);
    if (stateA.learningRate !== stateB.learningRate || stateA.decision !== stateB.decision) {
      firstDifference = i;
      break;
    }
    if (stateA.decision === 'reduce' || stateA.decision === 'restart') decisions++;
    if ((stateA.trend === null) !== (stateB.trend === null)) error = Infinity;
    largest = Math.max(largest, Math.abs(stateA.trend ?? 0));
    error = Math.max(error, Math.abs((stateA.trend ?? 0) - (stateB.trend ?? 0)));
  }
  return { firstDifference, trendError: error === 0 ? 0 : error / largest, largestTrend: largest, decisions };
}
