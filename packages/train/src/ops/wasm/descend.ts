import * as tf from '@tensorflow/tfjs-core';
import type { Kernels } from './kernels.js';
import { addressOf, unfilled } from './memory.js';

/** The joint norm of `tensors`. */
export function norm(kernels: Kernels, tensors: readonly tf.Tensor[]): tf.Scalar {
  let squares = 0;
  for (const tensor of tensors) squares += kernels.squaredNorm(addressOf(tensor), tensor.size);
  return tf.scalar(Math.sqrt(squares));
}

export interface Descent {
  /** Factor of the gradient. */
  readonly factor: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly rate: number;
}

/** Next velocity and weight: one pass over memory. */
export function descend(
  kernels: Kernels,
  weight: tf.Tensor,
  velocity: tf.Tensor,
  gradient: tf.Tensor,
  { factor, momentum, weightDecay, rate }: Descent,
): [velocity: tf.Tensor, weight: tf.Tensor] {
  const next: [tf.Tensor, tf.Tensor] = [unfilled(weight.shape), unfilled(weight.shape)];
  const [nextVelocity, nextWeight] = next.map(addressOf) as [number, number];
  kernels.descend(
    addressOf(weight),
    addressOf(velocity),
    addressOf(gradient),
    weight.size,
    factor,
    weightDecay,
    momentum,
    rate,
    nextWeight,
    nextVelocity,
  );
  return next;
}
