import * as tf from '@tensorflow/tfjs-core';
import { graphStep, type Parts } from './graphStep.js';
import type { Head, Targets } from './head/createHead.js';
import type { Model } from './model/createModel.js';
import { graphs } from './ops/tensorflow/graphs.js';
import type { Sgd } from './optimizer/sgd.js';

export interface StepResult {
  /** Mean loss of the batch; the caller disposes it. Not read back. */
  readonly loss: tf.Scalar;
  /**
   * Norm of the gradient of the first group (the backbone) before clipping, NaN where nothing was changed; the caller
   * disposes it. Not read back.
   */
  readonly gradientNorm: tf.Scalar;
}

export interface StepOptions {
  /**
   * Where the check for finiteness runs: on the host, by reading one number, or the device, by choosing between old and
   * new without anybody waiting. The host where values are there at once (`BackendInfo.synchronous`), else the device.
   */
  readonly decideOn?: 'host' | 'device';
}

/**
 * One update of the network and the head on a batch: `images` `[N, S, S, 3]` in [−1, 1], `labels` `[N]`.
 *
 * Where loss or gradient norm is not finite NOTHING changes: weights, velocities and running statistics are as before.
 * On wasm and cpu the host decides, which costs nothing; on webgpu the device, so that the host never waits. Either way the
 * caller learns it from the loss and the norm.
 *
 * On `tensorflow` without a graphics card the update is one graph, made of the operations of the first: what model, head and
 * optimiser compute with must be tensors and variables; a number of the host's would stay what it was then.
 *
 * @param rate the step's learning rate, of a group with factor 1
 */
export function trainStep(
  model: Model,
  head: Head,
  optimizer: Sgd,
  images: tf.Tensor4D,
  labels: ArrayLike<number>,
  rate: number,
  { decideOn = tf.getBackend().startsWith('web') ? 'device' : 'host' }: StepOptions = {},
): StepResult {
  const [loss, gradientNorm] = tf.tidy(() => {
    const targets = head.targets(labels);
    // A sample no larger than the batch varies in size with the batch's classes, and each size would be another graph.
    const sizeVaries = targets.sample !== null && targets.sample.shape[0] <= labels.length;
    const runAsGraph = decideOn === 'host' && !sizeVaries ? graphs() : null;
    const parts = { model, head, optimizer };
    return runAsGraph === null
      ? step(parts, images, targets, rate, decideOn)
      : graphStep(runAsGraph, parts, images, targets, tf.scalar(rate));
  });
  return { loss, gradientNorm };
}

/** Operation by operation. */
function step(
  { model, head, optimizer }: Parts,
  images: tf.Tensor4D,
  targets: Targets,
  rate: number,
  decideOn: 'host' | 'device',
): [loss: tf.Scalar, norm: tf.Scalar] {
  const buffers = model.buffers.map(({ variable }) => variable);
  // Clones share their data: they cost nothing, and the old values live on under them.
  const before = buffers.map((buffer) => tf.clone(buffer as tf.Tensor));
  const { loss, gradients } = model.gradients(
    images,
    (embeddings) => head.loss(embeddings, targets),
    head.parameters.map(({ variable }) => variable),
  );
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
