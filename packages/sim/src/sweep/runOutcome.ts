import { runLosses, type Scheduler, type SchedulerState } from '@fastface/core';
import { ChangeSteps, type Outcome } from './outcome.js';

const block = 4096;

/**
 * The outcome of a scheduler on some losses, by its `run` (or `step` if it has none), in blocks that fit the cache.
 * Memory does not grow with the run.
 */
export function runOutcome<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  losses: Float64Array,
  firstStep: number,
): Outcome {
  const rates = new Float64Array(Math.min(block, losses.length));
  const reductions = new ChangeSteps();
  const restarts = new ChangeSteps();
  let state = scheduler.init();
  let rate = state.learningRate;
  for (let from = 0; from < losses.length; from += block) {
    const piece = losses.subarray(from, from + block);
    state = runLosses(scheduler, state, piece, rates);
    for (let i = 0; i < piece.length; i++) {
      const next = rates[i]!;
      if (next === rate) continue;
      (next < rate ? reductions : restarts).add(firstStep + from + i);
      rate = next;
    }
  }
  return {
    reductions: reductions.count,
    reductionSteps: reductions.steps,
    lastReduction: reductions.last,
    restarts: restarts.count,
    restartSteps: restarts.steps,
    finalLearningRate: rate,
    stationaryShare: null,
  };
}
