import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';

/**
 * A rate for the trainer of synaptic that follows the error: `trainer.train(set, { rate: schedule })`.
 *
 * An iteration of synaptic is a pass over the set. It asks for the rate of iteration n and tells the error of n − 1, so
 * the error of the last one is never seen; iteration 1 comes without one, in a second `train`, too.
 *
 * @param options see {@link RateOptions}
 * @throws RangeError where an option is missing or out of range
 * @example
 * const { rate, schedule } = forSynaptic({ learningRate: 0.2, totalSteps: 1000 });
 * schedule(1, 0); // 0.2
 * schedule(2, 0.31); // 0.2
 * rate.state.iteration; // 1
 */
export function forSynaptic(options: RateOptions): {
  readonly rate: LossDrivenRate;
  /** What synaptic calls before each iteration, from 1. */
  readonly schedule: (iterations: number, error: number) => number;
} {
  checkRateOptions('forSynaptic', options);
  const rate = lossDrivenRate(options);
  return {
    rate,
    schedule: (iterations, error) => (iterations <= 1 ? rate.learningRate : rate.step(error)),
  };
}
