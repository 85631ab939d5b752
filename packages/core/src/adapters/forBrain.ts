import { check } from '../check.js';
import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';

/** Progress of brain.js. An iteration is a pass over all data; the error is the mean squared error. */
export interface BrainStatus {
  readonly iterations: number;
  readonly error: number;
}

export interface BrainOptions extends RateOptions {
  /** Called after each iteration, as by brain.js. */
  readonly callback?: (status: BrainStatus) => void;
}

/** Training options to pass to `train` of brain.js. */
export interface BrainTraining {
  readonly iterations?: number;
  readonly learningRate: number;
  readonly callbackPeriod: 1;
  readonly callback: (status: BrainStatus) => void;
}

/**
 * Training options for a network of brain.js that let its error set the rate: `network.train(data, training)`.
 *
 * For `NeuralNetwork` on the CPU, whose trainer reads `trainOpts.learningRate` at every pattern. brain.js requires 0
 * < rate < 1. Its `errorThresh` may end the run earlier.
 *
 * @param network the network that will be trained
 * @param options see {@link RateOptions}; `totalSteps` is also brain.js's `iterations`
 * @throws RangeError where an option is missing or out of range, or the network is not one of brain.js
 * @example
 * ```ts no-run
 * const { training } = forBrain(network, { learningRate: 0.3, totalSteps: 5000 });
 * network.train(data, { ...training, errorThresh: 1e-4 });
 * ```
 */
export function forBrain(
  network: object,
  options: BrainOptions,
): { readonly rate: LossDrivenRate; readonly training: BrainTraining } {
  checkRateOptions('forBrain', options, ['callback']);
  const { callback, ...rest } = options;
  check(callback === undefined || typeof callback === 'function', 'callback', callback, 'a function');
  const rate = lossDrivenRate(rest);
  // Not in brain.js's types. Read at each use, because `train` may replace it.
  const holder = network as { trainOpts?: { learningRate: number } };
  check(
    typeof holder?.trainOpts === 'object',
    'network',
    network,
    'a NeuralNetwork of brain.js, which has trainOpts',
  );
  return {
    rate,
    training: {
      ...(options.totalSteps === undefined ? {} : { iterations: options.totalSteps }),
      learningRate: rate.learningRate,
      callbackPeriod: 1,
      callback(status) {
        holder.trainOpts!.learningRate = rate.step(status.error);
        callback?.(status);
      },
    },
  };
}
