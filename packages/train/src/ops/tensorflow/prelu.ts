import * as tf from '@tensorflow/tfjs-core';
import { channelSum } from '../channelSum.js';
import { execute, float32 } from './execute.js';

/** The factor of each `x`: 1 if it is positive, otherwise its channel's alpha. */
export function preluSlope(x: tf.Tensor, alpha: tf.Tensor): tf.Tensor {
  // tf.where would first expand both arguments.
  const attributes = [{ name: 'T', kind: 'TYPE', value: float32 }] as const;
  const [slope] = execute('SelectV2', attributes, [tf.greater(x, 0), tf.scalar(1), alpha]);
  return slope!;
}

/** Gradients of x and alpha. */
export function preluGradient(dy: tf.Tensor, x: tf.Tensor, slope: tf.Tensor): [tf.Tensor, tf.Tensor] {
  return [tf.mul(dy, slope), channelSum(tf.mul(dy, tf.minimum(x, 0)))];
}
