import { check } from '../check.js';
import { checkRateOptions, type LossDrivenRate, lossDrivenRate, type RateOptions } from './lossDrivenRate.js';

/** A js-pytorch loss: `data` is a number, or nested lists with one number. */
export type JsPytorchLoss = number | null | { readonly data: unknown };

/**
 * Lets the loss set `optimizer.lr` of a js-pytorch optimiser. Call `step(loss)` after `optimizer.step()`.
 *
 * @param optimizer its `lr` is the base rate, unless the options say otherwise
 * @param options `totalSteps`, or a `scheduler`
 * @throws RangeError where an option is missing or out of range
 * @example
 * const optimizer = { lr: 0.01 };
 * const { step } = forJsPytorch(optimizer, { totalSteps: 1000 });
 * step({ data: [[2.5]] }); // 0.01
 */
export function forJsPytorch(
  optimizer: { lr: number },
  options: RateOptions,
): {
  readonly rate: LossDrivenRate;
  /** Takes the loss of one update, sets `optimizer.lr` for the next one, and returns it. */
  readonly step: (loss: JsPytorchLoss) => number;
} {
  checkRateOptions('forJsPytorch', options);
  check(typeof optimizer?.lr === 'number', 'optimizer', optimizer, 'one of js-pytorch, which has lr');
  const rate = lossDrivenRate({ learningRate: optimizer.lr, ...options });
  optimizer.lr = rate.learningRate;
  return {
    rate,
    step(loss) {
      optimizer.lr = rate.step(numberIn(loss));
      return optimizer.lr;
    },
  };
}

/** NaN if there is no number; a scheduler skips it. */
function numberIn(loss: JsPytorchLoss): number | null {
  if (loss === null) return null;
  let value: unknown = typeof loss === 'number' ? loss : loss.data;
  while (Array.isArray(value)) value = value[0];
  return typeof value === 'number' ? value : Number.NaN;
}
