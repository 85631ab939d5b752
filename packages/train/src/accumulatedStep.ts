import * as tf from '@tensorflow/tfjs-core';
import { applyIfFinite, copyBuffers } from './applyIfFinite.js';
import { graphFor, type StepParts } from './graphStep.js';
import type { Head, Targets } from './head/createHead.js';
import type { Model } from './model/createModel.js';
import type { Optimizer } from './optimizer/optimizer.js';
import { type StepOptions, type StepResult, whereToDecide } from './trainStep.js';

/** What the network takes at once. */
export interface StepBatch {
  /** `[N, S, S, 3]` in [−1, 1]. */
  readonly images: tf.Tensor4D;
  readonly labels: ArrayLike<number>;
}

/**
 * One update of the network and the head on several batches of one size: the mean of their gradients, in the memory that one
 * batch takes and a copy of the gradients. The loss is their mean as well. Where no layer looks at a whole batch, it is the
 * update of one large batch up to rounding. Batch normalisation does: it takes the statistics of each batch by itself, and
 * the running ones move with every batch.
 *
 * If a loss or gradient is not finite, nothing changes, as in `trainStep`.
 *
 * @param batches asked for the next one when the one before is no longer needed
 * @param rate the step's learning rate, for a group with factor 1
 * @throws RangeError if there is no batch
 */
export function accumulatedStep(
  model: Model,
  head: Head,
  optimizer: Optimizer,
  batches: Iterable<StepBatch>,
  rate: number,
  { decideOn = whereToDecide() }: StepOptions = {},
): StepResult {
  const parts = { model, head, optimizer };
  const [loss, gradientNorm] = tf.tidy(() => {
    const before = copyBuffers(parts);
    let sums: tf.Tensor[] | null = null;
    let count = 0;
    for (const { images, labels } of batches) {
      sums = tf.tidy(() => {
        const found = lossAndGradients(parts, images, head.targets(labels), decideOn);
        return sums === null ? found : found.map((tensor, index) => added(sums![index]!, tensor));
      });
      count++;
    }
    if (sums === null) throw new RangeError('invalid batches: none (expected at least one)');
    const [loss, ...gradients] = sums.map((sum) => {
      const mean = tf.div(sum, count);
      sum.dispose();
      return mean;
    });
    const variables = [...model.parameters, ...head.parameters].map(({ variable }) => variable);
    const mean = new Map(variables.map((variable, index) => [variable, gradients[index]!]));
    return applyIfFinite(parts, before, { loss: loss as tf.Scalar, gradients: mean }, rate, decideOn);
  });
  return { loss, gradientNorm };
}

/** Frees both at once: all gradients together take as much memory as the network. */
function added(sum: tf.Tensor, tensor: tf.Tensor): tf.Tensor {
  const total = tf.add(sum, tensor);
  tf.dispose([sum, tensor]);
  return total;
}

/** The loss of a batch and the gradients of the network's and the head's parameters; the running statistics have moved. */
function lossAndGradients(
  { model, head }: StepParts,
  images: tf.Tensor4D,
  targets: Targets,
  decideOn: 'host' | 'device',
): tf.Tensor[] {
  const centres = head.parameters.map(({ variable }) => variable);
  const work = ([images, at, sample = null]: readonly (tf.Tensor | null)[]) => {
    const own = { at, sample } as Targets;
    const { loss, gradients } = model.gradients(
      images as tf.Tensor4D,
      (embeddings) => head.loss(embeddings, own),
      centres,
    );
    return [loss, ...gradients.values()];
  };
  const { at, sample } = targets;
  const inputs = [images, at, ...(sample === null ? [] : [sample])];
  const runAsGraph = decideOn === 'host' ? graphFor(targets) : null;
  if (runAsGraph === null) return work(inputs);
  const { outputs, changes } = runAsGraph([model, head], work, inputs);
  for (const [variable, value] of changes) variable.assign(value);
  return [...outputs];
}
