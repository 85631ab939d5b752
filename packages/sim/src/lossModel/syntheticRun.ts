import type { Scheduler, SchedulerState } from '@fastface/core';
import { closedLoop, runningLaw } from './closedLoop.js';
import type { Law } from './lossModel.js';
import type { Noise } from './noise.js';
import { NoiseStream } from './noiseStream.js';

/** Parameters of a synthetic run. */
export interface Synthetic {
  readonly law: Law;
  readonly noise: Noise;
  readonly seed: number;
  /** η₀ of the law. */
  readonly baseRate: number;
  /** Iterations per epoch; null if each sample is seen once. */
  readonly epochLength: number | null;
  /** Iterations of the run. */
  readonly steps: number;
}

/**
 * Generates a run from a law: one loss per iteration and the rates that the scheduler sets. The loss of iteration t
 * is the loss before its own update.
 *
 * @param synthetic law, noise, seed and length
 * @param scheduler any scheduler; it sees the losses with their noise
 * @example
 * import { fromSchedule } from '@fastface/core';
 * import { syntheticRun } from '@fastface/sim';
 *
 * const law = { law: 'tissue', limit: 1, power: null, annealing: 2, retention: 0.5 } as const;
 * const noise = { scale: 0, power: 0, slow: 0, slowTime: 1 };
 * const made = { law, noise, seed: 1, baseRate: 0.1, epochLength: null, steps: 100 };
 * const { losses, rates } = syntheticRun(made, fromSchedule((t) => (t < 50 ? 0.1 : 0.05)));
 * [losses[0], rates[99]]; // [1, 0.05]
 * losses[99]; // 0.8…
 */
export function syntheticRun<State extends SchedulerState>(
  { law, noise, seed, baseRate, epochLength, steps }: Synthetic,
  scheduler: Scheduler<State>,
): { readonly losses: Float64Array; readonly rates: Float64Array } {
  const losses = new Float64Array(steps);
  const rates = new Float64Array(steps);
  const state = scheduler.init();
  const rate = state.learningRate;
  const running = runningLaw(law, { baseRate, epochLength, offset: 0 }, rate);
  const stream = new NoiseStream(noise, seed);
  closedLoop(scheduler, { state, iteration: 0, rate }, running, stream, steps, (from, _, used, seen) => {
    losses.set(seen, from);
    rates.fill(used, from, from + seen.length);
  });
  return { losses, rates };
}
