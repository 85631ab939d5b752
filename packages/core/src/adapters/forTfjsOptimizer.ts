import { check } from '../check.js';
import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';
import { type DeviceLoss, LossReadBack, type ReadBackOptions, readBackOptions } from './lossReadBack.js';
import { checkOptimizer, learningRateOf, setLearningRate } from './setLearningRate.js';

/** Any tfjs optimiser. */
export interface TfjsOptimizer<Variables> {
  // biome-ignore lint/suspicious/noExplicitAny: the Scalar of whichever tfjs the caller has
  minimize(f: () => any, returnCost?: boolean, varList?: Variables): any;
}

export interface TfjsOptimizerOptions extends RateOptions, ReadBackOptions {}

/** An optimiser of tfjs whose rate follows the loss. */
export interface LossDrivenOptimizer<Variables> {
  readonly rate: LossDrivenRate;
  /**
   * Calls `optimizer.minimize(f)` and sets the rate of the next update. Resolves to the loss that was read back, from
   * `lag` updates before, or null.
   */
  minimize(f: () => unknown, varList?: Variables): Promise<number | null>;
  /** For a loop that calls `applyGradients` itself: takes the loss of that update and disposes of it. */
  observe(loss: DeviceLoss): Promise<number | null>;
  /** Reads the queued losses. Call it at the end of a run, or before saving the state. */
  finish(): Promise<void>;
}

/**
 * Wraps an optimiser of tfjs so that the loss sets its rate: one `minimize` an update.
 *
 * It works for all seven optimisers (see {@link setLearningRate}). The loss is read back `lag` updates later, so the
 * device stays busy.
 *
 * @param optimizer its own rate is the base rate, unless the options say otherwise
 * @param options `totalSteps`, or a `scheduler`
 * @throws RangeError where an option is missing or out of range
 * @example
 * ```ts no-run
 * const optimizer = forTfjsOptimizer(tf.train.adam(0.001), { totalSteps: 10_000 });
 * for (let i = 0; i < 10_000; i++) await optimizer.minimize(() => model.loss(batch(i)));
 * ```
 */
export function forTfjsOptimizer<Variables>(
  optimizer: TfjsOptimizer<Variables>,
  options: TfjsOptimizerOptions,
): LossDrivenOptimizer<Variables> {
  checkRateOptions('forTfjsOptimizer', options, readBackOptions);
  checkOptimizer(optimizer);
  check(typeof optimizer.minimize === 'function', 'optimizer', optimizer, 'one of tfjs, which has minimize');
  const { interval, lag, ...rest } = options;
  const losses = new LossReadBack(options);
  const base = learningRateOf(optimizer);
  const rate = lossDrivenRate(base === undefined ? rest : { learningRate: base, ...rest });
  setLearningRate(optimizer, rate.learningRate);

  const take = (values: readonly number[]): number | null => {
    for (const loss of values) for (let i = 0; i < losses.interval; i++) rate.step(loss);
    if (values.length > 0) setLearningRate(optimizer, rate.learningRate);
    return values.at(-1) ?? null;
  };
  const observe = async (loss: DeviceLoss) => {
    if (losses.wantsNext) return take(await losses.push(loss));
    losses.skip();
    loss.dispose();
    return null;
  };

  return {
    rate,
    observe,
    async minimize(f, varList) {
      if (losses.wantsNext) return observe(optimizer.minimize(f, true, varList));
      optimizer.minimize(f, false, varList);
      losses.skip();
      return null;
    },
    async finish() {
      take(await losses.drain());
    },
  };
}
