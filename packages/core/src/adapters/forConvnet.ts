import { check } from '../check.js';
import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';

/** A trainer of convnetjs: `new convnetjs.Trainer(net, …)`. */
export interface ConvnetTrainer<Input, Target, Stats extends { readonly cost_loss: number }> {
  learning_rate: number;
  readonly method: string;
  /** Examples per update, and examples seen. */
  readonly batch_size: number;
  readonly k: number;
  train(x: Input, y: Target): Stats;
}

/**
 * Lets the loss set the rate of a convnetjs trainer. Call `train(x, y)` instead of `trainer.train(x, y)`.
 *
 * convnetjs takes one example at a time and updates the weights after `batch_size` examples. The scheduler sees the
 * mean `cost_loss` of each batch.
 *
 * @param trainer sgd, adagrad or windowgrad; its `learning_rate` is the base rate, unless the options say otherwise
 * @param options `totalSteps` in updates (batches), or a `scheduler`
 * @throws RangeError where an option is missing or out of range, and for adadelta, which ignores its rate
 * @example
 * ```ts no-run
 * const { train } = forConvnet(trainer, { totalSteps: 2000 });
 * for (const { x, label } of examples) train(x, label);
 * ```
 */
export function forConvnet<Input, Target, Stats extends { readonly cost_loss: number }>(
  trainer: ConvnetTrainer<Input, Target, Stats>,
  options: RateOptions,
): { readonly rate: LossDrivenRate; readonly train: (x: Input, y: Target) => Stats } {
  checkRateOptions('forConvnet', options);
  const isTrainer = typeof trainer?.learning_rate === 'number' && typeof trainer.train === 'function';
  check(isTrainer, 'trainer', trainer, 'a Trainer of convnetjs');
  check(
    trainer.method !== 'adadelta',
    'method',
    trainer.method,
    'sgd, adagrad or windowgrad, which have a learning rate',
  );
  const rate = lossDrivenRate({ learningRate: trainer.learning_rate, ...options });
  trainer.learning_rate = rate.learningRate;
  let sum = 0;
  let count = 0;
  return {
    rate,
    train(x, y) {
      const stats = trainer.train(x, y);
      sum += stats.cost_loss;
      count++;
      if (trainer.k % trainer.batch_size === 0) {
        trainer.learning_rate = rate.step(sum / count);
        sum = 0;
        count = 0;
      }
      return stats;
    },
  };
}
