import * as tf from '@tensorflow/tfjs-core';
import { onTensorflow } from '../ops/tensorflow/execute.js';

/**
 * What is updated at one go: on TensorFlow all vectors (scales, shifts, slopes), which are most of the parameters and a
 * hundredth of the numbers, so that they cost the calls of one; else each by itself.
 */
export function together(variables: readonly tf.Variable[]): tf.Variable[][] {
  if (!onTensorflow()) return variables.map((variable) => [variable]);
  const vectors = variables.filter(({ rank }) => rank === 1);
  const others = variables.filter(({ rank }) => rank !== 1).map((variable) => [variable]);
  return vectors.length === 0 ? others : [vectors, ...others];
}

/** Vectors one after the other; a single tensor is itself. */
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
