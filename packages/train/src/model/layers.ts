import * as tf from '@tensorflow/tfjs-core';
import { batchNormInference, batchNormTraining } from '../ops/batchNorm.js';
import { conv2d } from '../ops/conv2d.js';
import { depthwiseConv2d } from '../ops/depthwiseConv2d.js';
import { groupedConv2d } from '../ops/groupedConv2d.js';
import { linear } from '../ops/linear.js';
import { constant, type Initialiser } from './initialise.js';
import { convolutionLayout, depthwiseLayout, groupedLayout, linearLayout, plain } from './layout.js';
import type { Scope } from './scope.js';

/** A layer, with its parameters in the scope that created it. `training` selects batch or running statistics. */
export type Layer = (x: tf.Tensor, training: boolean) => tf.Tensor;

/** Weight of the newest batch in the running statistics. */
const momentum = 0.1;

interface Convolution {
  readonly inputs: number;
  readonly outputs: number;
  readonly size: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly initialise: Initialiser;
  /** True for the first layer, which needs no gradient of the images. */
  readonly first?: boolean;
}

export function convolutionLayer(scope: Scope, name: string, options: Convolution): Layer {
  const { inputs, outputs, size, stride = 1, padding = 0, initialise, first = false } = options;
  const filter = scope.parameter<tf.Tensor4D>(
    `${name}.weight`,
    [size, size, inputs, outputs],
    initialise,
    convolutionLayout(size, inputs, outputs),
  );
  return (x) => conv2d(x as tf.Tensor4D, filter, stride, padding, { constantInput: first });
}

interface Grouped {
  readonly channels: number;
  /** Channels per group; 1 is depthwise. */
  readonly group: number;
  readonly size: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly initialise: Initialiser;
}

export function groupedLayer(scope: Scope, name: string, options: Grouped): Layer {
  const { channels, group, size, stride = 1, padding = 0, initialise } = options;
  const filter = scope.parameter<tf.Tensor4D>(
    `${name}.weight`,
    [size, size, channels, group],
    initialise,
    group === 1 ? depthwiseLayout(size, channels) : groupedLayout(size, channels, group),
  );
  const convolve = group === 1 ? depthwiseConv2d : groupedConv2d;
  return (x) => convolve(x as tf.Tensor4D, filter, stride, padding);
}

interface BatchNorm {
  /** Whether the scale is trained or fixed at 1; true. */
  readonly trainScale?: boolean;
  /** The name of a parametric ReLU after it; none. */
  readonly prelu?: string;
}

export function batchNormLayer(
  scope: Scope,
  name: string,
  channels: number,
  { trainScale = true, prelu: activation }: BatchNorm = {},
): Layer {
  const vector = plain(channels);
  const gamma = trainScale
    ? scope.parameter<tf.Tensor1D>(`${name}.weight`, [channels], constant(1), vector)
    : scope.buffer<tf.Tensor1D>(`${name}.weight`, [channels], constant(1), vector);
  const beta = scope.parameter<tf.Tensor1D>(`${name}.bias`, [channels], constant(0), vector);
  const mean = scope.buffer<tf.Tensor1D>(`${name}.running_mean`, [channels], constant(0), vector);
  const variance = scope.buffer<tf.Tensor1D>(`${name}.running_var`, [channels], constant(1), vector);
  const alpha =
    activation === undefined
      ? null
      : scope.parameter<tf.Tensor1D>(`${activation}.weight`, [channels], constant(0.25), vector);
  return (x, training) => {
    if (!training) return batchNormInference(x, gamma, beta, mean, variance, alpha);
    const batch = batchNormTraining(x, gamma, beta, alpha);
    moveTowards(mean, batch.mean, 1);
    // As in PyTorch, the running variance is unbiased and the batch's own variance is biased.
    moveTowards(variance, batch.variance, batch.rows / Math.max(1, batch.rows - 1));
    return batch.y;
  };
}

function moveTowards(running: tf.Variable, newest: tf.Tensor, factor: number): void {
  running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(newest, momentum * factor)));
  newest.dispose();
}

interface Linear {
  readonly channels: number;
  readonly height?: number;
  readonly width?: number;
  readonly outputs: number;
  readonly bias: boolean;
  readonly initialise: Initialiser;
}

/** Flattens its input and multiplies it by a matrix. */
export function linearLayer(scope: Scope, name: string, options: Linear): Layer {
  const { channels, height = 1, width = 1, outputs, initialise } = options;
  const inputs = channels * height * width;
  const weight = scope.parameter<tf.Tensor2D>(
    `${name}.weight`,
    [inputs, outputs],
    initialise,
    linearLayout(outputs, channels, height, width),
  );
  const bias = options.bias
    ? scope.parameter<tf.Tensor1D>(`${name}.bias`, [outputs], initialise, plain(outputs))
    : null;
  return (x) => linear(x, weight, bias);
}

/** Applies layers one after the other. */
export function sequence(...layers: Layer[]): Layer {
  return (x, training) => layers.reduce((value, layer) => layer(value, training), x);
}
