import { checkNotNegative } from '../check.js';
import { equal, type Fields, stateOf } from '../field.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';
import { decisionOf } from './decisionOf.js';

export interface FloorState<State> extends SchedulerState {
  readonly inner: State;
}

/**
 * Never below `minLearningRate`: max(rate of the scheduler, minLearningRate). The scheduler itself goes on as before.
 *
 * @param scheduler any scheduler
 * @param minLearningRate a finite number ≥ 0
 * @throws RangeError if minLearningRate is out of range
 * @example
 * floor(fastface({ learningRate: 0.1, totalSteps: 10_000 }), 0.001).init().learningRate; // 0.1
 */
export function floor<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  minLearningRate: number,
): Scheduler<FloorState<State>> {
  checkNotNegative('minLearningRate', minLearningRate);
  const options = { minLearningRate };
  return {
    name: 'floor',
    options,
    fields: {
      inner: stateOf(scheduler as Scheduler),
      iteration: equal(({ inner }) => inner.iteration),
      learningRate: equal(({ inner }) => Math.max(inner.learningRate, minLearningRate)),
    } satisfies Fields<FloorState<State>>,
    init() {
      const inner = scheduler.init();
      const learningRate = Math.max(inner.learningRate, minLearningRate);
      return { scheduler: 'floor', version: 2, options, iteration: 0, learningRate, decision: 'hold', inner };
    },
    reason: (state) => scheduler.reason?.(state.inner) ?? state.decision,
    step(state, loss) {
      const inner = scheduler.step(state.inner, loss);
      const learningRate = Math.max(inner.learningRate, minLearningRate);
      const decision = inner.decision === 'skip' ? 'skip' : decisionOf(state.learningRate, learningRate);
      return { ...state, iteration: state.iteration + 1, learningRate, decision, inner };
    },
  };
}
