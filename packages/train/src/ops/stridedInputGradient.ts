import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradient of a 3×3 convolution of stride 2 and padding 1 with respect to its input of even size: `filter` `[3, 3, C, O]`, dy
 * `[N, h, w, O]`, to `[N, 2h, 2w, C]`.
 *
 * An even row of the input saw only the middle row of the filter, an odd one the last and, a step further, the first; the
 * columns likewise. So even and odd rows are a convolution of their own, with even and odd columns side by side in the
 * channels: a third of the products of the usual way, which spreads dy with zeros.
 */
export function stridedInputGradient(filter: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width] = dy.shape;
  const channels = filter.shape[2];
  const [first, middle, last] = tf.split(filter, 3, 0) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const even = tf.conv2d(dy, columnPair(middle), 1, [
    [0, 0],
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
  const odd = tf.conv2d(dy, tf.concat([columnPair(last), columnPair(first)], 0), 1, [
    [0, 0],
    [0, 1],
    [0, 1],
    [0, 0],
  ]);
  // Row by row: even, odd.
  const rows = [even, odd].map((half) => tf.reshape(half, [batch * height, 2 * width * channels]));
  return tf.reshape(tf.concat(rows, 1), [batch, 2 * height, 2 * width, channels]);
}

/** Of one row `[1, 3, C, O]` of the filter: `[1, 2, O, 2C]`, from two columns of dy to an even and an odd one of the input. */
function columnPair(row: tf.Tensor4D): tf.Tensor4D {
  const [first, middle, last] = tf
    .split(row, 3, 1)
    .map((tap) => tf.transpose(tap as tf.Tensor4D, [0, 1, 3, 2])) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const near = tf.concat([middle, last], 3);
  const far = tf.concat([tf.zerosLike(first), first], 3);
  return tf.concat([near, far], 1);
}
