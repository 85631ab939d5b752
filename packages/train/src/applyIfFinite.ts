import * as tf from '@tensorflow/tfjs-core';
import type { StepParts } from './graphStep.js';
import type { LossAndGradients } from './model/gradients.js';

/** Clones of the running statistics: they share the data, so they cost nothing, and keep the old values. */
export const copyBuffers = ({ model }: Pick<StepParts, 'model'>): tf.Tensor[] =>
  model.buffers.map(({ variable }) => tf.clone(variable as tf.Tensor));

/**
 * The optimiser's update; if the loss or a gradient norm is not finite, nothing changes, and the running statistics become
 * `before` again.
 */
export function applyIfFinite(
  { model, optimizer }: StepParts,
  before: readonly tf.Tensor[],
  { loss, gradients }: LossAndGradients,
  rate: number,
  decideOn: 'host' | 'device',
): [loss: tf.Scalar, norm: tf.Scalar] {
  const buffers = model.buffers.map(({ variable }) => variable);
  const norms = optimizer.gradientNorms(gradients);
  const norm = norms[0]!;
  const finite = tf.isFinite(tf.addN([loss, ...norms])) as tf.Scalar;
  if (decideOn === 'device') {
    optimizer.apply(gradients, norms, rate, finite);
    for (const [index, buffer] of buffers.entries()) buffer.assign(tf.where(finite, buffer, before[index]!));
    return [loss, tf.where(finite, norm, Number.NaN)];
  }
  if (finite.dataSync()[0]) {
    optimizer.apply(gradients, norms, rate);
    return [loss, norm];
  }
  for (const [index, buffer] of buffers.entries()) buffer.assign(before[index]!);
  return [loss, tf.scalar(Number.NaN)];
}
