import * as tf from '@tensorflow/tfjs-core';

/** Lower limit for lengths, as in PyTorch's `normalize`. */
const minLength = 1e-12;

export interface Normalised {
  /** Rows of length 1. */
  readonly unit: tf.Tensor2D;
  /** `[N, 1]` */
  readonly length: tf.Tensor2D;
}

export function normaliseRows(x: tf.Tensor2D): Normalised {
  const length = tf.tidy(() => tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), minLength) as tf.Tensor2D);
  return { unit: tf.div(x, length), length };
}

/**
 * Converts the gradient with respect to the unit vectors to that with respect to the rows: `(g − u (u · g)) /
 * length`.
 */
export function normaliseRowsGradient({ unit, length }: Normalised, gradient: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const along = tf.tidy(() => tf.sum(tf.mul(unit, gradient), 1, true));
    const across = tf.tidy(() => tf.sub(gradient, tf.mul(unit, along)));
    return tf.div(across, length);
  });
}
