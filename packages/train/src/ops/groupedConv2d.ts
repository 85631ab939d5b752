import * as tf from '@tensorflow/tfjs-core';
import { add } from './add.js';
import { conv2d } from './conv2d.js';
import { depthwiseConv2d } from './depthwiseConv2d.js';

/**
 * Grouped convolution with as many outputs as inputs: `x` `[N, H, W, C]`, `filter` `[k, k, C, g]`, g channels to a group
 * (C / g groups).
 *
 * tfjs has none. It is the sum of g depthwise convolutions, the s-th of the channels rotated by s inside their group:
 * output `o` of a group sees, through `filter[…, o, s]`, input `(o + s) mod g` of the same group.
 */
export function groupedConv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride = 1, padding = 0): tf.Tensor4D {
  const [, , channels, group] = filter.shape;
  let sum: tf.Tensor4D | undefined;
  for (let shift = 0; shift < group; shift++) {
    const rotated = shift === 0 ? x : conv2d(x, rotation(channels, group, shift));
    const part = depthwiseConv2d(rotated, takeShift(filter, shift), stride, padding);
    sum = sum === undefined ? part : add(sum, part);
  }
  return sum!;
}

/** The permutation as a 1×1 filter `[1, 1, C, C]`: a gather of channels would need a gradient that wasm lacks. */
function rotation(channels: number, group: number, shift: number): tf.Tensor4D {
  const matrix = new Float32Array(channels * channels);
  for (let output = 0; output < channels; output++) {
    const first = output - (output % group);
    matrix[(first + ((output - first + shift) % group)) * channels + output] = 1;
  }
  return tf.tensor4d(matrix, [1, 1, channels, channels]);
}

/** `filter[…, shift]` as a depthwise filter `[k, k, C, 1]`. */
function takeShift(filter: tf.Tensor4D, shift: number): tf.Tensor4D {
  const [size, , channels, group] = filter.shape;
  return tf.customGrad((filter) => ({
    value: tf.slice(filter as tf.Tensor4D, [0, 0, 0, shift], [size, size, channels, 1]),
    gradFunc: (dy) =>
      tf.pad(dy as tf.Tensor4D, [
        [0, 0],
        [0, 0],
        [0, 0],
        [shift, group - 1 - shift],
      ]),
  }))(filter) as tf.Tensor4D;
}
