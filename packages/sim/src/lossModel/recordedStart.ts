import type { Scheduler, SchedulerState } from '@fastface/core';
import type { SimulatedChange } from './closedLoop.js';
import { iterationsOfRecord, type ModelTrace, strideOfTrace } from './modelTrace.js';

/** The point at which a scheduler's run diverges from a recorded run. */
export interface Parting<State extends SchedulerState> {
  readonly trace: ModelTrace;
  /** Number of shared records. */
  readonly records: number;
  /** Number of shared iterations, from the start of intrinsic time. */
  readonly iteration: number;
  /** State of the scheduler at that point, with the rate of the next update. */
  readonly state: State;
  /** Its changes of the rate before that point. */
  readonly changes: readonly SimulatedChange[];
}

/** Tolerant comparison, because logs print few decimals. */
const sameRate = (a: number, b: number) => Math.abs(a - b) <= 0.01 * Math.max(a, b);

/** Tolerance, in records, for the time of a change. */
const resolution = 2;

/**
 * Runs a scheduler on recorded losses while it sets the recorded rates, because only then would it have seen these
 * losses. A record with stride k stands for k iterations, as in a replay.
 *
 * @param total iterations of the whole run
 */
export function partingFrom<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  trace: ModelTrace,
  total: number,
): Parting<State> {
  const tolerance = resolution * strideOfTrace(trace);
  const changes: SimulatedChange[] = [];
  let state = scheduler.init();
  let iteration = 0;
  let parting: Parting<State> | null = null;
  for (let i = 0; i < trace.steps.length; i++) {
    for (let left = iterationsOfRecord(trace, i); left > 0; left--) {
      if (iteration >= total) break;
      if (sameRate(state.learningRate, trace.rates[i]!)) parting = null;
      else parting ??= { trace, records: i, iteration, state, changes: [...changes] };
      if (parting && iteration - parting.iteration > tolerance) return parting;
      const from = state.learningRate;
      state = scheduler.step(state, trace.losses[i]!);
      if (state.learningRate !== from) changes.push({ iteration, from, to: state.learningRate });
      iteration++;
    }
  }
  return parting ?? { trace, records: trace.steps.length, iteration, state, changes };
}
