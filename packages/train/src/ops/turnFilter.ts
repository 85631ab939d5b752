import * as tf from '@tensorflow/tfjs-core';

/**
 * The filter of a convolution's transpose: turned by 180°, inputs and outputs exchanged, `[k, k, C, O] → [k, k, O, C]`. The
 * turn is a product with the k² × k² matrix of that permutation: tfjs' reverse and gather take ten times as long on wasm.
 */
export function turnFilter(filter: tf.Tensor4D): tf.Tensor4D {
  const [size, , inputs, outputs] = filter.shape;
  const taps = size * size;
  const turned =
    taps === 1 ? filter : tf.matMul(reversal(taps), tf.reshape(filter, [taps, inputs * outputs]));
  const exchanged = tf.transpose(tf.reshape(turned, [taps, inputs, outputs]), [0, 2, 1]);
  return tf.reshape(exchanged, [size, size, outputs, inputs]);
}

function reversal(length: number): tf.Tensor2D {
  const matrix = new Float32Array(length * length);
  for (let row = 0; row < length; row++) matrix[row * length + length - 1 - row] = 1;
  return tf.tensor2d(matrix, [length, length]);
}
