import { runLosses } from './runLosses.js';
import type { Loss, Scheduler, SchedulerState } from './scheduler.js';

/**
 * The learning rate after every loss: element t is the rate of update t + 1, decided from losses 0 … t. The rate of
 * update 0 is `scheduler.init().learningRate`.
 *
 * For the O(1) schedulers this is one loop over local variables, without an object per iteration. To stream a long
 * run, call `scheduler.run` on one piece at a time, with the state that the previous call returned.
 *
 * @param scheduler any scheduler
 * @param losses one loss per iteration; `null` or NaN where the optimiser skipped the update
 * @example
 * learningRates(fastface({ learningRate: 1, patience: 1, alpha: 1, beta: 1 }), [2, 1, 1, 1, 1]); // 1, 1, 1, 0.5, 0.5
 */
export function learningRates<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  losses: Float64Array | readonly Loss[],
): Float64Array {
  const rates = new Float64Array(losses.length);
  if (losses instanceof Float64Array || !losses.includes(null)) {
    runLosses(scheduler, scheduler.init(), toFloat64(losses), rates);
    return rates;
  }
  let state = scheduler.init();
  for (let i = 0; i < losses.length; i++) {
    state = scheduler.step(state, losses[i]!);
    rates[i] = state.learningRate;
  }
  return rates;
}

/** The losses as a Float64Array, copied only if necessary. */
export const toFloat64 = (losses: Float64Array | readonly Loss[]): Float64Array =>
  losses instanceof Float64Array ? losses : Float64Array.from(losses, (loss) => loss ?? Number.NaN);
