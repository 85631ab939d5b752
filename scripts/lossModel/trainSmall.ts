import type { Scheduler, SchedulerState } from '@fastface/core';
import { type ModelTrace, modelTrace } from '../../packages/sim/src/lossModel/modelTrace.js';
import type { Task } from './tasks.js';

/** A real run. */
export interface SmallRun {
  readonly seed: number;
  readonly losses: Float64Array;
  readonly rates: Float64Array;
  /** Iterations whose loss changed the rate. */
  readonly changes: readonly number[];
}

/** Trains with a scheduler really in the loop: it sees each loss and sets the rate of the next update. */
export function trainSmall<State extends SchedulerState>(
  task: Task,
  scheduler: Scheduler<State>,
  seed: number,
): SmallRun {
  const update = task.start(seed);
  const losses = new Float64Array(task.steps);
  const rates = new Float64Array(task.steps);
  const changes: number[] = [];
  let state = scheduler.init();
  for (let i = 0; i < task.steps; i++) {
    const rate = state.learningRate;
    rates[i] = rate;
    losses[i] = update(rate);
    state = scheduler.step(state, losses[i]!);
    if (state.learningRate !== rate) changes.push(i);
  }
  return { seed, losses, rates, changes };
}

/** Iterations in a record of the logs that the models are fitted to. */
const stride = 10;

/** The run as a log would hold it: means of ten iterations, with the rate of the last. */
export function loggedRun({ losses, rates, seed }: SmallRun, task: Task): ModelTrace {
  const records = Math.floor(losses.length / stride);
  const segment = {
    steps: Float64Array.from({ length: records }, (_, i) => (i + 1) * stride),
    losses: Float64Array.from({ length: records }, (_, i) => {
      const part = losses.subarray(i * stride, (i + 1) * stride);
      return part.reduce((sum, loss) => sum + loss, 0) / stride;
    }),
    learningRates: Float64Array.from({ length: records }, (_, i) => rates[(i + 1) * stride - 1]!),
    plannedSteps: task.steps,
    run: null,
  };
  return modelTrace(segment, `${task.name} ${seed}`, 'mean');
}
