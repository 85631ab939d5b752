import * as tf from '@tensorflow/tfjs-core';
import { createModel, type Model, type ModelName } from './createModel.js';

/**
 * The exponential moving average of a network's weights and running statistics, as a network of its own: after update
 * t = 1, 2, …
 *
 *     average = Σᵢ decayᵗ⁻ⁱ · wᵢ / Σᵢ decayᵗ⁻ⁱ,  i = 1 … t
 *
 * computed as `average + (w − average) · (1 − decay) / (1 − decayᵗ)`. The weights before the first update have no part in it.
 * It follows about the last 1 / (1 − decay) updates: with 0.999, a thousand. An update that changed nothing counts as one.
 *
 * Source: Polyak and Juditsky (1992), Acceleration of stochastic approximation by averaging; with the correction for the start
 * of Kingma and Ba (2015), Adam, arXiv 1412.6980, section 3.
 */
export class WeightAverage {
  readonly model: Model;
  readonly #pairs: readonly (readonly [average: tf.Variable, followed: tf.Variable])[];

  /** @throws RangeError for a decay that is not between 0 and 1 */
  constructor(
    followed: Model,
    private readonly decay: number,
  ) {
    if (!(decay > 0 && decay < 1))
      throw new RangeError(`invalid emaDecay: ${decay} (expected 0 < emaDecay < 1)`);
    const { name, embeddingSize, imageSize } = followed;
    this.model = createModel(name as ModelName, { random: { next: () => 0.5 }, embeddingSize, imageSize });
    const variables = ({ parameters, buffers }: Model) =>
      [...parameters, ...buffers].map(({ variable }) => variable);
    const others = variables(followed);
    this.#pairs = variables(this.model).map((average, index) => [average, others[index]!]);
    this.copy();
  }

  /** The weights as they are now; where they were loaded, and not trained. */
  copy(): void {
    for (const [average, followed] of this.#pairs)
      tf.tidy(() => average.assign(tf.clone(followed as tf.Tensor)));
  }

  /** After update `count`, from 1. */
  update(count: number): void {
    if (count === 1) {
      this.copy();
      return;
    }
    const share = (1 - this.decay) / (1 - this.decay ** count);
    for (const [average, followed] of this.#pairs)
      tf.tidy(() => average.assign(tf.add(average, tf.mul(tf.sub(followed, average), share))));
  }
}
