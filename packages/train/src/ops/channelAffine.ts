import * as tf from '@tensorflow/tfjs-core';
import { onTensorflow } from './tensorflow/execute.js';

/**
 * `x · scale + shift` per channel: `[N, H, W, C]` or `[N, C]`, scale and shift `[C]`.
 *
 * As a depthwise 1×1 convolution with bias: one pass over memory, where multiply and add with broadcasting make two slow
 * ones on wasm. On TensorFlow those two are the fast ones.
 */
export function channelAffine<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor,
  shift: tf.Tensor,
  activation: 'linear' | 'relu' = 'linear',
): T {
  if (onTensorflow()) {
    const affine = tf.add(tf.mul(x, scale), shift);
    return (activation === 'relu' ? tf.relu(affine) : affine) as T;
  }
  const channels = x.shape[x.rank - 1]!;
  const y = tf.fused.depthwiseConv2d({
    x: tf.reshape(x, [1, x.size / channels, 1, channels]) as tf.Tensor4D,
    filter: tf.reshape(scale, [1, 1, channels, 1]) as tf.Tensor4D,
    strides: 1,
    pad: 'valid',
    bias: shift,
    activation,
  });
  return tf.reshape(y, x.shape) as unknown as T;
}
