import * as tf from '@tensorflow/tfjs-core';
import { graphStep, type StepParts } from './graphStep.js';
import type { Head, Targets } from './head/createHead.js';
import type { Model } from './model/createModel.js';
import { graphs } from './ops/tensorflow/graphs.js';
import type { Sgd } from './optimizer/sgd.js';

export interface StepResult {
  /** Mean loss of the batch, still on the device; the caller disposes of it. */
  readonly loss: tf.Scalar;
  /**
   * Norm of the gradient of the first group (the backbone) before clipping, still on the device; NaN if nothing was
   * changed. The caller disposes of it.
   */
  readonly gradientNorm: tf.Scalar;
}

export interface StepOptions {
  /**
   * Where the finiteness check runs: on the host, which reads one number, or on the device, which selects old or new
   * values without waiting. Default: the host if values are available at once (`BackendInfo.synchronous`), otherwise
   * the device.
   */
  readonly decideOn?: 'host' | 'device';
}

/**
 * One update of the network and the head on a batch: `images` `[N, S, S, 3]` in [−1, 1], `labels` `[N]`.
 *
 * If the loss or the gradient norm is not finite, NOTHING changes: weights, velocities and running statistics keep
 * their values. On wasm and cpu the host decides, at no cost; on webgpu the device decides, so the host never waits.
 * The loss and the norm tell the caller the outcome.
 *
 * On `tensorflow` without a graphics card the update is one graph, recorded from the operations of the first update.
 * Model, head and optimiser must therefore use tensors and variables only; the graph would store a host number as a
 * constant.
 *
 * @param rate the step's learning rate, for a group with factor 1
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
    // If the sample is no larger than the batch, its size depends on the batch's classes, and each size would need
    // its own graph.
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
  { model, head, optimizer }: StepParts,
  images: tf.Tensor4D,
  targets: Targets,
  rate: number,
  decideOn: 'host' | 'device',
): [loss: tf.Scalar, norm: tf.Scalar] {
  const buffers = model.buffers.map(({ variable }) => variable);
  // Clones share their data, so they cost nothing and keep the old values.
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
