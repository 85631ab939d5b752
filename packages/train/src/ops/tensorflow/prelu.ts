import * as tf from '@tensorflow/tfjs-core';
import { channelSum } from '../channelSum.js';
import { execute, float32 } from './execute.js';

/** tfjs-node's own kernel needs methods of tensors that only tfjs's union package adds. */
export function preluForward(x: tf.Tensor, alpha: tf.Tensor): tf.Tensor {
  return tf.add(tf.relu(x), tf.mul(tf.minimum(x, 0), alpha));
}

/** Gradients of x and alpha, from dy where x is positive and dy where it is not. */
export function preluGradient(dy: tf.Tensor, x: tf.Tensor, alpha: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const [positive] = execute('ReluGrad', [{ name: 'T', kind: 'TYPE', value: float32 }], [dy, x]);
  const rest = tf.sub(dy, positive!);
  return [tf.add(positive!, tf.mul(rest, alpha)), channelSum(tf.mul(rest, x))];
}
