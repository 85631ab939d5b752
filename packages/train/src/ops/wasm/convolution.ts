import type * as tf from '@tensorflow/tfjs-core';
import type { Kernels } from './kernels.js';
import { addressOf, unfilled } from './memory.js';

export type Shape = tf.Tensor4D['shape'];

export interface Convolution {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Pixels of the output along one side. */
export const outputs = (length: number, { size, stride, padding }: Convolution) =>
  Math.floor((length + 2 * padding - size) / stride) + 1;

/** Treats all pixels as one image if they do not interact, because processing small images separately takes longer. */
function asOne([batch, height, width, channels]: Shape, { size, stride, padding }: Convolution): Shape {
  const apart = size === 1 && stride === 1 && padding === 0;
  return apart ? [1, batch, height * width, channels] : [batch, height, width, channels];
}

export function convolve(kernels: Kernels, x: tf.Tensor4D, filter: tf.Tensor4D, options: Convolution) {
  const [batch, height, width] = x.shape;
  const y = unfilled<tf.Tensor4D>([
    batch,
    outputs(height, options),
    outputs(width, options),
    filter.shape[3],
  ]);
  const [, outHeight, outWidth, channels] = asOne(y.shape, options);
  const { size, stride, padding } = options;
  kernels.convolve(
    addressOf(x),
    ...asOne(x.shape, options),
    addressOf(filter),
    size,
    channels,
    stride,
    padding,
    addressOf(y),
    outHeight,
    outWidth,
  );
  return y;
}

/** Gradient with respect to an input of the shape `shape`. */
export function inputGradient(
  kernels: Kernels,
  shape: Shape,
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  options: Convolution,
) {
  const dx = unfilled<tf.Tensor4D>(shape);
  const [, height, width, channels] = asOne(shape, options);
  const { size, stride, padding } = options;
  kernels.inputGradient(
    addressOf(dy),
    ...asOne(dy.shape, options),
    addressOf(filter),
    size,
    channels,
    stride,
    padding,
    addressOf(dx),
    height,
    width,
  );
  return dx;
}

/** Gradient with respect to the filter `[k, k, C, O]`. */
export function filterGradient(kernels: Kernels, x: tf.Tensor4D, dy: tf.Tensor4D, options: Convolution) {
  const { size, stride, padding } = options;
  const [, outHeight, outWidth, channels] = asOne(dy.shape, options);
  const dFilter = unfilled<tf.Tensor4D>([size, size, x.shape[3], channels]);
  kernels.filterGradient(
    addressOf(x),
    ...asOne(x.shape, options),
    addressOf(dy),
    outHeight,
    outWidth,
    channels,
    size,
    stride,
    padding,
    addressOf(dFilter),
  );
  return dFilter;
}
