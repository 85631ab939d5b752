import * as tf from '@tensorflow/tfjs-core';
import { channelSum } from './channelSum.js';

/**
 * `flatten(x) · weight + bias`: `[N, …] × [I, O] → [N, O]`, bias `[O]` or none.
 *
 * The gradients transpose explicitly: on wasm a product with a transposed argument leaves the fast path.
 */
export function linear(x: tf.Tensor, weight: tf.Tensor2D, bias: tf.Tensor1D | null = null): tf.Tensor2D {
  const inputs = bias === null ? [x, weight] : [x, weight, bias];
  return tf.customGrad((...args) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [x, weight, bias] = args as unknown as [tf.Tensor, tf.Tensor2D, tf.Tensor1D?];
    save([x, weight]);
    const product = tf.matMul(flat(x), weight);
    return {
      value: bias === undefined ? product : tf.add(product, bias),
      gradFunc: (dy, saved) => {
        const [x, weight] = saved as [tf.Tensor, tf.Tensor2D];
        const dx = tf.reshape(tf.matMul(dy as tf.Tensor2D, tf.transpose(weight)), x.shape);
        const dWeight = tf.matMul(tf.transpose(flat(x)), dy as tf.Tensor2D);
        return bias === undefined ? [dx, dWeight] : [dx, dWeight, channelSum(dy as tf.Tensor)];
      },
    };
  })(...inputs) as tf.Tensor2D;
}

function flat(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [x.shape[0]!, x.size / x.shape[0]!]);
}
