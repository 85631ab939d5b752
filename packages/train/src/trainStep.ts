import * as tf from '@tensorflow/tfjs-core';
import { applyIfFinite, copyBuffers } from './applyIfFinite.js';
import { graphFor, graphStep, type StepParts } from './graphStep.js';
import type { Head, Targets } from './head/createHead.js';
import type { Model } from './model/createModel.js';
import type { Optimizer } from './optimizer/optimizer.js';

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
  optimizer: Optimizer,
  images: tf.Tensor4D,
  labels: ArrayLike<number>,
  rate: number,
  { decideOn = whereToDecide() }: StepOptions = {},
): StepResult {
  const [loss, gradientNorm] = tf.tidy(() => {
    const targets = head.targets(labels);
    const runAsGraph = decideOn === 'host' ? graphFor(targets) : null;
    const parts = { model, head, optimizer };
    return runAsGraph === null
      ? step(parts, images, targets, rate, decideOn)
      : graphStep(runAsGraph, parts, images, targets, tf.scalar(rate));
  });
  return { loss, gradientNorm };
}

/** The host, unless it would have to wait. */
export const whereToDecide = (): 'host' | 'device' => (tf.getBackend().startsWith('web') ? 'device' : 'host');

/** Operation by operation. */
function step(
  parts: StepParts,
  images: tf.Tensor4D,
  targets: Targets,
  rate: number,
  decideOn: 'host' | 'device',
): [loss: tf.Scalar, norm: tf.Scalar] {
  const { model, head } = parts;
  const before = copyBuffers(parts);
  const found = model.gradients(
    images,
    (embeddings) => head.loss(embeddings, targets),
    head.parameters.map(({ variable }) => variable),
  );
  return applyIfFinite(parts, before, found, rate, decideOn);
}
