import * as tf from '@tensorflow/tfjs-core';
import { onTensorflow } from '../ops/tensorflow/execute.js';

/**
 * Groups of variables that are updated together. On TensorFlow all vectors (scales, shifts, slopes) form one group:
 * they are most of the parameters but a hundredth of the numbers, so this saves calls. All others are updated
 * separately.
 */
export function together(variables: readonly tf.Variable[]): tf.Variable[][] {
  if (!onTensorflow()) return variables.map((variable) => [variable]);
  const vectors = variables.filter(({ rank }) => rank === 1);
  const others = variables.filter(({ rank }) => rank !== 1).map((variable) => [variable]);
  return vectors.length === 0 ? others : [vectors, ...others];
}

/** Concatenates vectors; returns a single tensor unchanged. */
export const joined = (tensors: readonly tf.Tensor[]): tf.Tensor =>
  tensors.length === 1 ? tensors[0]! : tf.concat([...tensors], 0);

/** The reverse. */
export const parted = (whole: tf.Tensor, like: readonly tf.Tensor[]): tf.Tensor[] =>
  like.length === 1
    ? [whole]
    : tf.split(
        whole,
        like.map(({ size }) => size),
      );
