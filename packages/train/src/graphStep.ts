import * as tf from '@tensorflow/tfjs-core';
import type { Head, Targets } from './head/createHead.js';
import type { Model } from './model/createModel.js';
import { graphs, type RunAsGraph } from './ops/tensorflow/graphs.js';
import type { Optimizer } from './optimizer/optimizer.js';

/** The parts that an update changes. */
export interface StepParts {
  readonly model: Model;
  readonly head: Head;
  readonly optimizer: Optimizer;
}

/**
 * Null if there are no graphs, or if each batch would need its own: where the sample is no larger than the batch, its size
 * depends on the batch's classes.
 */
export const graphFor = ({ at, sample }: Targets): RunAsGraph | null =>
  sample !== null && sample.shape[0] <= at.shape[0] ? null : graphs();

/** An update as one graph, which computes the new weights. The host accepts them if loss and norms are finite. */
export function graphStep(
  runAsGraph: RunAsGraph,
  { model, head, optimizer }: StepParts,
  images: tf.Tensor4D,
  { at, sample }: Targets,
  rate: tf.Scalar,
): [loss: tf.Scalar, norm: tf.Scalar] {
  const update = ([images, rate, at, sample = null]: readonly (tf.Tensor | null)[]) => {
    const targets = { at, sample } as Targets;
    const { loss, gradients } = model.gradients(
      images as tf.Tensor4D,
      (embeddings) => head.loss(embeddings, targets),
      head.parameters.map(({ variable }) => variable),
    );
    const norms = optimizer.gradientNorms(gradients);
    optimizer.apply(gradients, norms, rate as tf.Scalar);
    return [loss, ...norms];
  };
  const inputs = [images, rate, at, ...(sample === null ? [] : [sample])];
  const { outputs, changes } = runAsGraph([model, head, optimizer], update, inputs);
  const [loss, norm] = outputs as [tf.Scalar, tf.Scalar];
  if (!outputs.every((output) => Number.isFinite(output.dataSync()[0]))) return [loss, tf.scalar(Number.NaN)];
  for (const [variable, value] of changes) variable.assign(value);
  return [loss, norm];
}
