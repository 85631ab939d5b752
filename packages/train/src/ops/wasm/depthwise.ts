import type * as tf from '@tensorflow/tfjs-core';
import { type Convolution, outputs, type Shape } from './convolution.js';
import type { Kernels } from './kernels.js';
import { addressOf, unfilled } from './memory.js';

/** Depthwise convolution with a filter `[k, k, C, 1]`; the number of channels must be a multiple of 4. */
export function depthwise(kernels: Kernels, x: tf.Tensor4D, filter: tf.Tensor4D, options: Convolution) {
  const [batch, height, width, channels] = x.shape;
  const { size, stride, padding } = options;
  const [outHeight, outWidth] = [outputs(height, options), outputs(width, options)];
  const y = unfilled<tf.Tensor4D>([batch, outHeight, outWidth, channels]);
  const at = [size, stride, padding, addressOf(y), outHeight, outWidth];
  kernels.depthwise(addressOf(x), batch, height, width, channels, addressOf(filter), ...at);
  return y;
}

/** Gradient with respect to an input of the shape `shape`. */
export function depthwiseInput(
  kernels: Kernels,
  shape: Shape,
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  { size, stride, padding }: Convolution,
) {
  const dx = unfilled<tf.Tensor4D>(shape);
  const at = [size, stride, padding, addressOf(dx), shape[1], shape[2]];
  kernels.depthwiseInput(addressOf(dy), ...dy.shape, addressOf(filter), ...at);
  return dx;
}

/** Gradient with respect to the filter. */
export function depthwiseFilter(
  kernels: Kernels,
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  { size, stride, padding }: Convolution,
) {
  const [, outHeight, outWidth, channels] = dy.shape;
  const dFilter = unfilled<tf.Tensor4D>([size, size, channels, 1]);
  const at = [outHeight, outWidth, size, stride, padding, addressOf(dFilter)];
  kernels.depthwiseFilter(addressOf(x), ...x.shape, addressOf(dy), ...at);
  return dFilter;
}
