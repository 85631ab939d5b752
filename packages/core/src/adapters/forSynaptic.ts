import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';

/**
 * A rate for synaptic's trainer that follows the error: `trainer.train(set, { rate: schedule })`.
 *
 * An iteration of synaptic is a pass over the set. Synaptic asks for the rate of iteration n and reports the error of
 * iteration n − 1. The error of the last iteration is never reported, and iteration 1 of each `train` comes without
 * one.
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
  /** Called by synaptic before each iteration, counted from 1. */
  readonly schedule: (iterations: number, error: number) => number;
} {
  checkRateOptions('forSynaptic', options);
  const rate = lossDrivenRate(options);
  return {
    rate,
    schedule: (iterations, error) => (iterations <= 1 ? rate.learningRate : rate.step(error)),
  };
}
