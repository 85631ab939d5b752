import * as tf from '@tensorflow/tfjs-core';
import { clipped, type Optimizer, optimizerOf, type ParameterGroup } from './optimizer.js';

export interface AdamWOptions {
  readonly groups: readonly ParameterGroup[];
  /** Weight of the mean gradient so far; 0.9 */
  readonly beta1?: number;
  /** Weight of the mean squared gradient so far; 0.999 */
  readonly beta2?: number;
  /** 1e-8 */
  readonly epsilon?: number;
  /** 0.05; on every parameter of every group */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay, as PyTorch's `AdamW`: with the gradient g of a group, clipped to its norm, at update
 * t = 1, 2, …, m = v = 0 at first,
 *
 *     m = β₁ m + (1 − β₁) g,  v = β₂ v + (1 − β₂) g²
 *     w = w − rate · weightDecay · w − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * The decay does not go through m and v; the rate is a factor of it. Updates that are skipped are not counted in t.
 *
 * Source: Loshchilov and Hutter (2019), Decoupled weight decay regularization, arXiv 1711.05101, algorithm 2.
 */
export function adamw({
  groups,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.05,
}: AdamWOptions): Optimizer {
  // before + (1 − β) · (value − before): 1 − β keeps its digits, where β as a 32-bit float loses them.
  const mixed = <T extends tf.Tensor>(before: T, value: T | number, beta: number): T =>
    tf.add(before, tf.mul(tf.sub(value, before), 1 - beta));
  return optimizerOf(groups, {
    memory: ['mean', 'square'],
    // 1 − βᵗ is the same mean of ones.
    counters: ['one-minus-beta1-power', 'one-minus-beta2-power'],
    count: ([first, second]) => [mixed(first!, 1, beta1), mixed(second!, 1, beta2)],
    next(descent) {
      const { weight, rate } = descent;
      const [meanBefore, squareBefore] = descent.memory as [tf.Tensor, tf.Tensor];
      const [first, second] = descent.counters as [tf.Scalar, tf.Scalar];
      const gradient = clipped(descent);
      const mean = tf.tidy(() => mixed(meanBefore, gradient, beta1));
      const square = tf.tidy(() => mixed(squareBefore, tf.square(gradient), beta2));
      const next = tf.tidy(() => {
        const length = tf.add(tf.sqrt(tf.div(square, second)), epsilon);
        const change = tf.div(tf.div(mean, first), length);
        return tf.sub(weight, tf.mul(tf.add(change, tf.mul(weight, weightDecay)), rate));
      });
      return { weight: next, memory: [mean, square] };
    },
  });
}
