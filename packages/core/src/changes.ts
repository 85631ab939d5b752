import { learningRates, toFloat64 } from './learningRates.js';
import { runLosses } from './runLosses.js';
import type { Decision, Loss, Scheduler, SchedulerState } from './scheduler.js';

/** One change of the learning rate. */
export interface Change {
  /** Index of the loss that caused the change; the new rate is for update `iteration + 1`. */
  readonly iteration: number;
  readonly from: number;
  readonly to: number;
  readonly decision: Decision;
  /** Why, in one line. */
  readonly reason: string;
}

/**
 * The iterations at which the learning rate changed, each with its decision and reason.
 *
 * @param scheduler any scheduler
 * @param losses one loss per iteration; `null` or NaN where the optimiser skipped the update
 * @example
 * changes(fastface({ learningRate: 1, patience: 1, alpha: 1, beta: 1 }), [2, 1, 1, 1, 1]);
 * // [{ iteration: 3, from: 1, to: 0.5, decision: 'reduce', reason: 'trend 0 is below 5e-5, …' }]
 */
export function changes<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  losses: Float64Array | readonly Loss[],
): Change[] {
  const found: Change[] = [];
  let state = scheduler.init();
  const note = (iteration: number, next: State) => {
    if (next.learningRate !== state.learningRate) {
      const { decision, learningRate } = next;
      const reason = scheduler.reason?.(next) ?? decision;
      found.push({ iteration, from: state.learningRate, to: learningRate, decision, reason });
    }
    state = next;
  };
  if (losses instanceof Float64Array || !losses.includes(null)) {
    // The first pass finds the changes. The second runs from change to change to get the states.
    const values = toFloat64(losses);
    const rates = learningRates(scheduler, values);
    const scratch = new Float64Array(rates.length);
    let done = 0;
    for (let i = 0; i < rates.length; i++) {
      if (rates[i] !== (i === 0 ? state.learningRate : rates[i - 1])) {
        note(i, runLosses(scheduler, state, values.subarray(done, i + 1), scratch));
        done = i + 1;
      }
    }
  } else {
    for (let i = 0; i < losses.length; i++) note(i, scheduler.step(state, losses[i]!));
  }
  return found;
}
