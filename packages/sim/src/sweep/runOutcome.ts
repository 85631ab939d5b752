import type { Scheduler, SchedulerState } from '@fastface/core';
import { ChangeSteps, type Outcome } from './outcome.js';

const block = 4096;

/**
 * What a scheduler does with some losses, by its own `run` (or `step`, where it has no run), in blocks that stay in the
 * cache: memory does not grow with the run.
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
    state = scheduler.run ? scheduler.run(state, piece, rates) : stepAll(scheduler, state, piece, rates);
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

function stepAll<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  start: State,
  losses: Float64Array,
  rates: Float64Array,
): State {
  let state = start;
  for (let i = 0; i < losses.length; i++) {
    state = scheduler.step(state, losses[i]!);
    rates[i] = state.learningRate;
  }
  return state;
}
