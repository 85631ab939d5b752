import * as tf from '@tensorflow/tfjs-core';
import type { Head } from './head/createHead.js';
import type { Model } from './model/createModel.js';
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
   * Who finds out whether the step is finite: the host, by reading one number, or the device, by choosing between old and
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
  const buffers = model.buffers.map(({ variable }) => variable);
  // Clones share their data: they cost nothing, and the old values live on under them.
  const before = tf.tidy(() => buffers.map((buffer) => tf.keep(tf.clone(buffer))));
  const result = tf.tidy(() => {
    const { loss, gradients } = model.gradients(
      images,
      (embeddings) => head.loss(embeddings, labels),
      head.parameters.map(({ variable }) => variable),
    );
    const norms = optimizer.gradientNorms(gradients);
    const finite = tf.isFinite(tf.addN([loss, ...norms])) as tf.Scalar;
    let norm = norms[0]!;
    if (decideOn === 'device') {
      norm = tf.where(finite, norm, Number.NaN);
      optimizer.apply(gradients, norms, rate, finite);
      for (const [index, buffer] of buffers.entries())
        buffer.assign(tf.where(finite, buffer, before[index]!));
    } else if (finite.dataSync()[0]) {
      optimizer.apply(gradients, norms, rate);
    } else {
      norm = tf.scalar(Number.NaN);
      for (const [index, buffer] of buffers.entries()) buffer.assign(before[index]!);
    }
    return [loss, norm] as const;
  }) as unknown as [tf.Scalar, tf.Scalar];
  tf.dispose(before);
  return { loss: result[0], gradientNorm: result[1] };
}
