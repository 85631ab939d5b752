import * as tf from '@tensorflow/tfjs-core';
import { add } from '../ops/add.js';
import { batchNormInference, batchNormTraining } from '../ops/batchNorm.js';
import { conv2d } from '../ops/conv2d.js';
import { depthwiseConv2d } from '../ops/depthwiseConv2d.js';
import { groupedConv2d } from '../ops/groupedConv2d.js';
import { linear } from '../ops/linear.js';
import type { BatchNormParameters, Operations } from './operations.js';
import type { Parameter } from './scope.js';

/** Weight of the newest batch in the running statistics. */
const momentum = 0.1;

const value = <T extends tf.Tensor>({ variable }: Parameter) => variable as unknown as T;

const shared: Omit<Operations<tf.Tensor>, 'batchNorm'> = {
  convolution: (x, filter, { stride, padding, first }) =>
    conv2d(x as tf.Tensor4D, value(filter), stride, padding, { constantInput: first }),
  grouped: (x, filter, { group, stride, padding }) =>
    (group === 1 ? depthwiseConv2d : groupedConv2d)(x as tf.Tensor4D, value(filter), stride, padding),
  linear: (x, weight, bias) => linear(x, value(weight), bias === null ? null : value(bias)),
  add,
};

/** Evaluation: batch normalisation uses the running statistics. */
export const evaluating: Operations<tf.Tensor> = {
  ...shared,
  batchNorm: (x, { gamma, beta, mean, variance, alpha }) =>
    batchNormInference(
      x,
      value(gamma),
      value(beta),
      value(mean),
      value(variance),
      alpha === null ? null : value(alpha),
    ),
};

/** Training: batch normalisation uses the statistics of the batch, and updates the running ones. */
export const training: Operations<tf.Tensor> = { ...shared, batchNorm: normaliseBatch };

function normaliseBatch(
  x: tf.Tensor,
  { gamma, beta, mean, variance, alpha }: BatchNormParameters,
): tf.Tensor {
  const batch = batchNormTraining(x, value(gamma), value(beta), alpha === null ? null : value(alpha));
  moveTowards(mean.variable, batch.mean, 1);
  // As in PyTorch, the running variance is unbiased and the batch's own variance is biased.
  moveTowards(variance.variable, batch.variance, batch.rows / Math.max(1, batch.rows - 1));
  return batch.y;
}

function moveTowards(running: tf.Variable, newest: tf.Tensor, factor: number): void {
  running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(newest, momentum * factor)));
  newest.dispose();
}
