import * as tf from '@tensorflow/tfjs-core';
import { channelAffine } from './channelAffine.js';
import { channelSum } from './channelSum.js';
import { onTensorflow } from './tensorflow/execute.js';
import { preluForward, preluGradient } from './tensorflow/prelu.js';

/**
 * Parametric ReLU per channel: `y = x` where `x > 0`, `alpha · x` elsewhere. `x` is `[…, C]`, alpha `[C]`.
 *
 * The gradient at exactly 0 is alpha, as PyTorch has it. Source: He, Zhang, Ren and Sun (2015), Delving deep into
 * rectifiers, equation 1 and section 2.1.
 */
export function prelu<T extends tf.Tensor>(x: T, alpha: tf.Tensor1D): T {
  return tf.customGrad((x, alpha, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, alpha as tf.Tensor]);
    return {
      value: onTensorflow()
        ? preluForward(x as tf.Tensor, alpha as tf.Tensor)
        : tf.prelu(x as tf.Tensor, alpha as tf.Tensor),
      gradFunc: (dy, saved) => gradient(dy as tf.Tensor, saved as tf.Tensor[]),
    };
  })(x, alpha) as T;
}

function gradient(dy: tf.Tensor, [x, alpha]: tf.Tensor[]): tf.Tensor[] {
  if (onTensorflow()) return preluGradient(dy, x!, alpha!);
  const slope = channelAffine(tf.step(x!), tf.sub(1, alpha!), alpha!);
  const negative = channelAffine(x!, tf.fill(alpha!.shape, -1), tf.zerosLike(alpha!), 'relu');
  return [tf.mul(dy, slope), channelSum(tf.mul(dy, negative), -1)];
}
