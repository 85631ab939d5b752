import * as tf from '@tensorflow/tfjs-core';
import { channelAffine } from './channelAffine.js';
import { channelSum } from './channelSum.js';
import { onTensorflow } from './tensorflow/execute.js';
import { preluGradient, preluSlope } from './tensorflow/prelu.js';

/**
 * Parametric ReLU per channel: `y = x` where `x > 0`, `alpha · x` elsewhere. `x` is `[…, C]`, alpha `[C]`.
 *
 * The gradient at exactly 0 is alpha, as PyTorch has it. Source: He, Zhang, Ren and Sun (2015), Delving deep into
 * rectifiers, equation 1 and section 2.1.
 */
export function prelu<T extends tf.Tensor>(x: T, alpha: tf.Tensor1D): T {
  return tf.customGrad((x, alpha, save) => {
    if (onTensorflow()) {
      const slope = preluSlope(x as tf.Tensor, alpha as tf.Tensor);
      (save as tf.GradSaveFunc)([x as tf.Tensor, slope]);
      return {
        value: tf.mul(x as tf.Tensor, slope),
        gradFunc: (dy, saved) => {
          const [x, slope] = saved as [tf.Tensor, tf.Tensor];
          return preluGradient(dy as tf.Tensor, x, slope);
        },
      };
    }
    (save as tf.GradSaveFunc)([x as tf.Tensor, alpha as tf.Tensor]);
    return {
      value: tf.prelu(x as tf.Tensor, alpha as tf.Tensor),
      gradFunc: (dy, saved) => gradient(dy as tf.Tensor, saved as tf.Tensor[]),
    };
  })(x, alpha) as T;
}

function gradient(dy: tf.Tensor, [x, alpha]: tf.Tensor[]): tf.Tensor[] {
  const slope = channelAffine(tf.step(x!), tf.sub(1, alpha!), alpha!);
  const negative = channelAffine(x!, tf.fill(alpha!.shape, -1), tf.zerosLike(alpha!), 'relu');
  return [tf.mul(dy, slope), channelSum(tf.mul(dy, negative), -1)];
}
