import type { Scheduler, SchedulerState } from './scheduler.js';

/**
 * State after all of `losses`; writes the rate after each loss to `rates`. Uses the scheduler's `run`, or single
 * steps if it has none. NaN stands for a skipped update.
 */
export function runLosses<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  start: State,
  losses: Float64Array,
  rates: Float64Array,
): State {
  if (losses.length === 0) return start;
  if (scheduler.run) return scheduler.run(start, losses, rates);
  let state = start;
  for (let i = 0; i < losses.length; i++) {
    state = scheduler.step(state, losses[i]!);
    rates[i] = state.learningRate;
  }
  return state;
}
