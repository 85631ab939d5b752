import { equal, type Fields } from '../field.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';
import { decisionOf } from './decisionOf.js';

/**
 * Converts a schedule, a function of the iteration, to a scheduler. It ignores the losses, so a skipped update
 * advances it too: iteration t runs at schedule(t). The decision is `reduce`, `restart` (the rate rose) or `hold`.
 *
 * @param schedule rate of update t, for t = 0, 1, 2, …; a finite number ≥ 0
 * @param name its name in states and reports
 * @param options plain JSON that the schedule was made from: `restore` refuses the state of one with others
 * @example
 * const cosine = fromSchedule((t) => 0.05 * (1 + Math.cos((Math.PI * Math.min(t, 100)) / 100)), 'cosine');
 * cosine.init().learningRate; // 0.1
 */
export function fromSchedule(
  schedule: (iteration: number) => number,
  name = 'schedule',
  options: object = {},
): Required<Scheduler<SchedulerState>> {
  const at = (iteration: number, rateBefore?: number): SchedulerState => {
    const learningRate = schedule(iteration);
    const decision = rateBefore === undefined ? 'hold' : decisionOf(rateBefore, learningRate);
    return { scheduler: name, version: 2, options, iteration, learningRate, decision };
  };
  return {
    name,
    options,
    fields: {
      learningRate: equal(({ iteration }) => schedule(iteration)),
      decision: equal(({ iteration, learningRate }) =>
        iteration === 0 ? 'hold' : decisionOf(schedule(iteration - 1), learningRate),
      ),
    } satisfies Fields<SchedulerState>,
    init: () => at(0),
    reason: (state) => `scheduled for iteration ${state.iteration}`,
    step: (state) => at(state.iteration + 1, state.learningRate),
    run(state, losses, rates) {
      const n = losses.length;
      if (n === 0) return state;
      for (let i = 0; i < n; i++) rates[i] = schedule(state.iteration + 1 + i);
      return at(state.iteration + n, n > 1 ? rates[n - 2]! : state.learningRate);
    },
  };
}
