import { check } from '../check.js';
import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';
import { type DeviceLoss, LossReadBack, type ReadBackOptions, readBackOptions } from './lossReadBack.js';
import { learningRateOf, setLearningRate } from './setLearningRate.js';

export interface FitOptions extends RateOptions, ReadBackOptions {}

/** Parameters of the run that `fit` passes to a callback. */
interface FitParams {
  readonly epochs?: number;
  readonly initialEpoch?: number;
  readonly samples?: number;
  readonly steps?: number | null;
  readonly batchSize?: number;
}

interface FitCallback {
  params: FitParams;
  model: { optimizer: object; stopTraining?: boolean };
}

/**
 * A callback for `model.fit` and `model.fitDataset` of tfjs that sets the learning rate from the training loss.
 *
 * The defaults of base rate and run length come from the optimiser and the arguments of `fit`. Iterations are counted
 * across epochs (the batch index of tfjs restarts in each) and across several calls of `fit`. Only the loss is read
 * back, every `interval`-th one, `lag` batches later; a callback written as a plain object reads every number of
 * every batch. In a list of callbacks put this one first and make the others instances too: `[forTfjsFit(tf), new
 * tf.CustomCallback({ onEpochEnd })]`. tfjs accepts a list of plain objects or of instances, but no mixture.
 *
 * @param tf the tfjs package of the model: `@tensorflow/tfjs` or `@tensorflow/tfjs-layers`
 * @param options see {@link RateOptions} and {@link ReadBackOptions}; none is needed
 * @returns the callback, with `rate` once training has begun
 * @throws RangeError where an option is out of range; from `fit`, where the length of the run is not known
 * @example
 * ```ts no-run
 * await model.fit(x, y, { epochs: 20, callbacks: forTfjsFit(tf) });
 * ```
 */
export function forTfjsFit<Callback extends abstract new () => object>(
  tf: { readonly Callback: Callback },
  options: FitOptions = {},
): InstanceType<Callback> & { readonly rate: LossDrivenRate | null } {
  check(
    typeof tf?.Callback === 'function',
    'tf',
    tf,
    '@tensorflow/tfjs or @tensorflow/tfjs-layers, which have Callback',
  );
  checkRateOptions('forTfjsFit', options, readBackOptions);
  const { interval, lag, ...rateOptions } = options;
  const losses = new LossReadBack(options);
  const Base = tf.Callback as unknown as new () => FitCallback;

  class LossDrivenCallback extends Base {
    rate: LossDrivenRate | null = null;

    async onTrainBegin(): Promise<void> {
      // If another callback comes first, tfjs calls the methods of this one on an object of its own.
      if (!(this instanceof LossDrivenCallback)) throw new RangeError(first);
      const { optimizer } = this.model;
      this.rate ??= lossDrivenRate(withRun(rateOptions, optimizer, this.params));
      setLearningRate(optimizer, this.rate.learningRate);
    }

    async onBatchEnd(_batch: number, logs?: { loss?: DeviceLoss & { clone(): DeviceLoss } }): Promise<void> {
      // `loss` is the minimised value; other entries are metrics or the losses of single outputs.
      if (losses.wantsNext && logs?.loss) this.take(await losses.push(logs.loss.clone()));
      else losses.skip();
    }

    async onTrainEnd(): Promise<void> {
      this.take(await losses.drain());
    }

    private take(values: readonly number[]): void {
      for (const loss of values) for (let i = 0; i < losses.interval; i++) this.rate!.step(loss);
      if (values.length > 0) setLearningRate(this.model.optimizer, this.rate!.learningRate);
      if (this.rate!.state.decision === 'finish') this.model.stopTraining = true;
    }
  }

  return new LossDrivenCallback() as unknown as ReturnType<typeof forTfjsFit<Callback>>;
}

const first = 'invalid callbacks: forTfjsFit(tf) is not the first of them (expected [forTfjsFit(tf), …])';

/** The options, completed with the run's own rate and length. */
function withRun(options: RateOptions, optimizer: object, params: FitParams): RateOptions {
  if (options.scheduler) return options;
  const { epochs = 1, initialEpoch = 0, samples, steps, batchSize } = params;
  const perEpoch = steps ?? (samples && batchSize ? Math.ceil(samples / batchSize) : undefined);
  const found = {
    learningRate: learningRateOf(optimizer),
    totalSteps: perEpoch && perEpoch * (epochs - initialEpoch),
  };
  return { ...defined(found), ...options };
}

const defined = (values: Readonly<Record<string, number | undefined>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
