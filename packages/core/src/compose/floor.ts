import { checkNotNegative } from '../check.js';
import { equal, type Fields, stateOf } from '../field.js';
import { runLosses } from '../runLosses.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';
import { decisionOf } from './decisionOf.js';

export interface FloorState<State> extends SchedulerState {
  readonly inner: State;
}

/**
 * Limits the rate from below: max(rate of the scheduler, minLearningRate). The inner scheduler is not affected.
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
): Required<Scheduler<FloorState<State>>> {
  checkNotNegative('minLearningRate', minLearningRate);
  const options = { minLearningRate };
  const next = (inner: State, rateBefore: number): FloorState<State> => {
    const learningRate = Math.max(inner.learningRate, minLearningRate);
    return {
      scheduler: 'floor',
      version: 2,
      options,
      iteration: inner.iteration,
      learningRate,
      decision: decisionOf(rateBefore, learningRate, inner.decision),
      inner,
    };
  };
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
      return next(inner, Math.max(inner.learningRate, minLearningRate));
    },
    reason: (state) => scheduler.reason?.(state.inner) ?? state.decision,
    step: (state, loss) => next(scheduler.step(state.inner, loss), state.learningRate),
    run(state, losses, rates) {
      const n = losses.length;
      if (n === 0) return state;
      const inner = runLosses(scheduler, state.inner, losses, rates);
      for (let i = 0; i < n; i++) rates[i] = Math.max(rates[i]!, minLearningRate);
      return next(inner, n > 1 ? rates[n - 2]! : state.learningRate);
    },
  };
}
