import { type Scheduler, type SchedulerState, warmup } from '@fastface/core';
import type { Task } from './task.js';

/** What a training is told: everything that is needed to repeat it, beside the task and the scheduler. */
export interface TrainingPlan {
  readonly learningRate: number;
  readonly steps: number;
  /** Updates of linear warm-up before the scheduler begins; the same for all. */
  readonly warmupSteps: number;
  readonly seed: number;
}

/** How a training went. */
export interface TrainingOutcome {
  /** The test metric at the end; null where loss or metric was not finite. */
  readonly metric: number | null;
  /** The test metric before the first update. */
  readonly untrained: number;
  /** Mean training loss of the last twentieth of the updates. */
  readonly trainingLoss: number | null;
  /** Updates made; fewer than planned where a scheduler said that the run can end, or the loss was not finite for long. */
  readonly updates: number;
  /** Updates before which the rate was changed, warm-up aside: how many, and the first ones. */
  readonly changes: number;
  readonly changeSteps: readonly number[];
  readonly finalLearningRate: number;
  readonly seconds: number;
}

/** Steps of changes that are listed. */
const mostListed = 12;
/** Losses in a row that are not finite before a training is given up. */
const mostBadLosses = 20;

/**
 * Trains once: the scheduler sees each update's loss, and its rate is for the next.
 *
 * @param onUpdate is told each update's rate and loss, in order
 */
export async function runTraining(
  task: Task,
  scheduler: Scheduler,
  { steps, warmupSteps, seed }: TrainingPlan,
  onUpdate?: (learningRate: number, loss: number) => void,
): Promise<TrainingOutcome> {
  const started = performance.now();
  const trainee = await task.create(seed);
  try {
    const untrained = await trainee.evaluate();
    const scheduling = warmupSteps > 0 ? warmup(scheduler, { steps: warmupSteps }) : scheduler;
    let state: SchedulerState = scheduling.init();
    const losses = new Float64Array(steps);
    let badLosses = 0;
    let changes = 0;
    const changeSteps: number[] = [];
    let step = 0;
    while (step < steps && badLosses < mostBadLosses && state.decision !== 'finish') {
      const { learningRate } = state;
      let loss = trainee.step(learningRate);
      // Awaiting a number would cost more than a small update.
      if (typeof loss !== 'number') loss = await loss;
      onUpdate?.(learningRate, loss);
      badLosses = Number.isFinite(loss) ? 0 : badLosses + 1;
      losses[step++] = loss;
      state = (scheduling as Scheduler).step(state, loss);
      if (state.learningRate !== learningRate && step > warmupSteps && step < steps) {
        changes++;
        if (changeSteps.length < mostListed) changeSteps.push(step);
      }
    }
    const tail = losses.subarray(step - Math.max(1, Math.ceil(step / 20)), step);
    return {
      metric: finite(badLosses > 0 ? Number.NaN : await trainee.evaluate()),
      untrained,
      trainingLoss: finite(tail.reduce((sum, loss) => sum + loss, 0) / tail.length),
      updates: step,
      changes,
      changeSteps,
      finalLearningRate: state.learningRate,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    trainee.dispose?.();
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
