import { check, checkNotNegative } from '../check.js';

/**
 * Sets the learning rate of a tfjs optimiser so that its next update uses it: sgd, momentum, adagrad, adadelta, adam,
 * adamax, rmsprop.
 *
 * sgd and momentum keep the rate in their own tensor, so assigning `optimizer.learningRate` only changes what
 * `getConfig()` reports. They have `setLearningRate`. The other five have no setter and read the (protected) field at
 * every update.
 *
 * @param optimizer any of the seven, or one with a `setLearningRate` of its own
 * @param learningRate the new rate, finite, ≥ 0
 * @throws RangeError where the rate is out of range or the object has no rate
 */
export function setLearningRate(optimizer: object, learningRate: number): void {
  checkNotNegative('learningRate', learningRate);
  checkOptimizer(optimizer);
  const target = optimizer as RateHolder;
  if (typeof target.setLearningRate === 'function') target.setLearningRate(learningRate);
  else target.learningRate = learningRate;
}

/** Throws a RangeError unless `optimizer` has a rate that can be set. */
export function checkOptimizer(optimizer: object): void {
  const { learningRate, setLearningRate: set } = (optimizer ?? {}) as RateHolder;
  const hasRate = typeof set === 'function' || typeof learningRate === 'number';
  check(hasRate, 'optimizer', optimizer, 'one of tfjs, which has a learning rate');
}

/** The rate that a tfjs optimiser uses, or undefined. */
export function learningRateOf(optimizer: object): number | undefined {
  const { learningRate } = optimizer as RateHolder;
  return typeof learningRate === 'number' ? learningRate : undefined;
}

/** tfjs declares the field as protected. */
interface RateHolder {
  learningRate?: number;
  setLearningRate?(learningRate: number): void;
}
