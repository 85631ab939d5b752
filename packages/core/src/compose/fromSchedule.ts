import { equal, type Fields } from '../field.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';
import { decisionOf } from './decisionOf.js';

/**
 * A schedule, a plain function of the iteration, lifted to a scheduler. The losses are not looked at, skipped ones
 * included: iteration t runs at schedule(t). The decision says what the rate did: `reduce`, `restart` (it rose) or `hold`.
 *
 * @param schedule rate of update t, for t = 0, 1, 2, …; a finite number ≥ 0
 * @param name what the states and reports call it
 * @example
 * const cosine = fromSchedule((t) => 0.05 * (1 + Math.cos((Math.PI * Math.min(t, 100)) / 100)), 'cosine');
 * cosine.init().learningRate; // 0.1
 */
export function fromSchedule(
  schedule: (iteration: number) => number,
  name = 'schedule',
): Scheduler<SchedulerState> {
  return {
    name,
    fields: {
      learningRate: equal(({ iteration }) => schedule(iteration)),
      decision: equal(({ iteration, learningRate }) =>
        iteration === 0 ? 'hold' : decisionOf(schedule(iteration - 1), learningRate),
      ),
    } satisfies Fields<SchedulerState>,
    init: () => ({ scheduler: name, version: 2, iteration: 0, learningRate: schedule(0), decision: 'hold' }),
    reason: (state) => `scheduled for iteration ${state.iteration}`,
    step(state) {
      const iteration = state.iteration + 1;
      const learningRate = schedule(iteration);
      return { ...state, iteration, learningRate, decision: decisionOf(state.learningRate, learningRate) };
    },
  };
}
