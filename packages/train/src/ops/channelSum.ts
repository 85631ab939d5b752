import * as tf from '@tensorflow/tfjs-core';
import { onTensorflow } from './tensorflow/execute.js';

/**
 * Sum over all axes but the last, times `factor`: `[…, C] → [C]`.
 *
 * As an average over the whole picture, then a product with a row of ones: tfjs' own sum over leading axes transposes first
 * and is ten times slower on wasm, and the product alone copies its right side into another order.
 * TensorFlow's sum is fast as it is.
 */
export function channelSum(x: tf.Tensor, factor = 1): tf.Tensor1D {
  const channels = x.shape[x.rank - 1]!;
  const rows = x.size / channels;
  if (onTensorflow()) return tf.mul(tf.sum(tf.reshape(x, [rows, channels]), 0), factor);
  if (x.rank === 4) {
    const [batch, height, width] = x.shape as [number, number, number, number];
    const means = tf.avgPool(x as tf.Tensor4D, [height, width], 1, 'valid');
    return channelSum(tf.reshape(means, [batch, channels]), factor * height * width);
  }
  const sum = tf.matMul(tf.fill([1, rows], factor), tf.reshape(x, [rows, channels]));
  return tf.reshape(sum, [channels]);
}
