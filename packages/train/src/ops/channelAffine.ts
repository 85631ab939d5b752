import * as tf from '@tensorflow/tfjs-core';

/**
 * `x · scale + shift` per channel: `[N, H, W, C]` or `[N, C]`, scale and shift `[C]`.
 *
 * As a depthwise 1×1 convolution with bias: one pass over memory, where multiply and add with broadcasting make two slow
 * ones on wasm.
 */
export function channelAffine<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor,
  shift: tf.Tensor,
  activation: 'linear' | 'relu' = 'linear',
): T {
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
