import { runLosses, type Scheduler, type SchedulerState } from '@fastface/core';
import type { Law } from './lossModel.js';
import type { NoiseStream } from './noiseStream.js';
import { RunningAnnealing } from './runningAnnealing.js';
import type { RunningLaw } from './runningLaw.js';
import { type Course, RunningSpectral } from './runningSpectral.js';

/** A law at the start of a run. */
export const runningLaw = (law: Law, course: Course, firstRate: number): RunningLaw =>
  law.law === 'spectral'
    ? new RunningSpectral(law, course, firstRate)
    : new RunningAnnealing(law, course.baseRate, firstRate);

/** A change of the rate in a simulated run. */
export interface SimulatedChange {
  /** Iteration, from the start of intrinsic time, whose loss caused it. */
  readonly iteration: number;
  readonly from: number;
  readonly to: number;
}

/** Start of a simulated run. */
export interface ClosedLoopStart<State extends SchedulerState> {
  readonly state: State;
  /** Iterations already done. */
  readonly iteration: number;
  /** Rate of the next update. */
  readonly rate: number;
}

/** Maximum number of iterations simulated at once while the rate is constant. */
const mostAtOnce = 1024;

/**
 * Runs a scheduler against a law. Loss t is the law's expectation after the previous updates, plus noise. The
 * scheduler sees it and sets the rate of update t + 1. While the rate is constant, both process hundreds of
 * iterations at once.
 *
 * @param total iterations of the whole run
 * @param watch receives stretches of iterations: the index of the first, the level of each (without white noise),
 *   their rate, and the losses that the scheduler saw
 */
export function closedLoop<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  { state: first, iteration: start, rate: firstRate }: ClosedLoopStart<State>,
  law: RunningLaw,
  noise: NoiseStream,
  total: number,
  watch: (iteration: number, levels: Float64Array, rate: number, losses: Float64Array) => void,
): SimulatedChange[] {
  const changes: SimulatedChange[] = [];
  const buffers = buffersOf(mostAtOnce);
  // For schedules that change the rate at every iteration: creating views would cost more than the rest of an
  // iteration.
  const single = buffersOf(1);
  let state = first;
  let rate = firstRate;
  let size = 1;
  for (let t = start; t < total; ) {
    const count = Math.min(size, total - t);
    const { levels, losses, rates } = count === 1 ? single : firstOf(buffers, count);
    const before = count > 1 ? law.copy() : law;
    law.run(rate, levels);
    noise.apply(levels, losses);
    const next = runLosses(scheduler, state, losses, rates);
    // Count up to and including the iteration whose loss changed the rate; later ones run at the new rate.
    let same = 0;
    while (same < count && rates[same] === rate) same++;
    const changed = same < count;
    const done = changed ? same + 1 : count;
    const seen = done < count ? firstOf({ levels, losses, rates }, done) : { levels, losses, rates };
    if (done < count) {
      law.become(before);
      law.pass(rate, done);
      state = runLosses(scheduler, state, seen.losses, rates);
    } else state = next;
    noise.take(done);
    watch(t, seen.levels, rate, seen.losses);
    t += done;
    if (changed) {
      changes.push({ iteration: t - 1, from: rate, to: state.learningRate });
      rate = state.learningRate;
      size = 1;
    } else size = Math.min(2 * size, mostAtOnce);
  }
  return changes;
}

/** Levels, losses and rates of some iterations. */
interface Buffers {
  readonly levels: Float64Array;
  readonly losses: Float64Array;
  readonly rates: Float64Array;
}

const buffersOf = (size: number): Buffers => ({
  levels: new Float64Array(size),
  losses: new Float64Array(size),
  rates: new Float64Array(size),
});

const firstOf = ({ levels, losses, rates }: Buffers, count: number): Buffers => ({
  levels: levels.subarray(0, count),
  losses: losses.subarray(0, count),
  rates: rates.subarray(0, count),
});
