import type { Scheduler, SchedulerState } from '@fastface/core';
import type { SimulatedChange } from './closedLoop.js';
import { iterationsOfRecord, type ModelTrace, strideOfTrace } from './modelTrace.js';

/** Where a scheduler's run parts from a recorded one. */
export interface Parting<State extends SchedulerState> {
  readonly trace: ModelTrace;
  /** Records that the two share. */
  readonly records: number;
  /** Iterations that they share, from the start of intrinsic time. */
  readonly iteration: number;
  /** State of the scheduler there, with the rate of the next update. */
  readonly state: State;
  /** Changes of the rate that it made until then. */
  readonly changes: readonly SimulatedChange[];
}

/** Rates of a log with few decimals are taken for the same. */
const sameRate = (a: number, b: number) => Math.abs(a - b) <= 0.01 * Math.max(a, b);

/** Records by which a change may be earlier or later than the recorded one and still be the same. */
const resolution = 2;

/**
 * Runs a scheduler on recorded losses for as long as it sets the recorded rates: so far it would have seen these losses.
 * A record with stride k stands for k iterations, as in a replay.
 *
 * @param total iterations of the whole run
 */
export function partingFrom<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  trace: ModelTrace,
  total: number,
): Parting<State> {
  const bearable = resolution * strideOfTrace(trace);
  const changes: SimulatedChange[] = [];
  let state = scheduler.init();
  let iteration = 0;
  let parting: Parting<State> | null = null;
  for (let i = 0; i < trace.steps.length; i++) {
    for (let left = iterationsOfRecord(trace, i); left > 0; left--) {
      if (iteration >= total) break;
      if (sameRate(state.learningRate, trace.rates[i]!)) parting = null;
      else parting ??= { trace, records: i, iteration, state, changes: [...changes] };
      if (parting && iteration - parting.iteration > bearable) return parting;
      const from = state.learningRate;
      state = scheduler.step(state, trace.losses[i]!);
      if (state.learningRate !== from) changes.push({ iteration, from, to: state.learningRate });
      iteration++;
    }
  }
  return parting ?? { trace, records: trace.steps.length, iteration, state, changes };
}
