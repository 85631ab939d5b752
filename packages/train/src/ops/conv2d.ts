import * as tf from '@tensorflow/tfjs-core';
import { stridedInputGradient } from './stridedInputGradient.js';
import { fitted, spreadOut, subsample } from './subsample.js';
import { convolutionFilterGradient, convolutionGradients } from './tensorflow/convolutionGradients.js';
import { onTensorflow } from './tensorflow/execute.js';
import { turnFilter } from './turnFilter.js';
import * as wasm from './wasm/convolution.js';
import { wasmKernels } from './wasm/kernels.js';

interface Convolution {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/**
 * Convolution of `x` `[N, H, W, C]` with `filter` `[k, k, C, O]`, zero padding of `padding` pixels on every side (as
 * PyTorch; tfjs' `same` pads one side only where stride and size are even). Square filters.
 *
 * Wasm has kernels of this package's own for both gradients, TensorFlow operations. Elsewhere they are made of
 * convolutions, the fast operations of every backend: with respect to the input, of dy with the turned filter; with respect
 * to the filter, of `x` with dy AS THE FILTER, the batch in the place of the channels.
 *
 * @param options `constantInput`: `x` is data, its gradient is not asked for
 */
export function conv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  stride = 1,
  padding = 0,
  { constantInput = false } = {},
): tf.Tensor4D {
  const shape = { size: filter.shape[0], stride, padding };
  const convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => {
    const kernels = wasmKernels();
    if (kernels !== null) return wasm.convolve(kernels, x, filter, shape);
    return tf.conv2d(x, filter, stride, [
      [0, 0],
      [padding, padding],
      [padding, padding],
      [0, 0],
    ]);
  };
  if (constantInput) {
    return tf.customGrad((filter, save) => {
      (save as tf.GradSaveFunc)([x]);
      return {
        value: convolve(x, filter as tf.Tensor4D),
        gradFunc: (dy, [x]: tf.Tensor[]) => filterGradient(x as tf.Tensor4D, dy as tf.Tensor4D, shape),
      };
    })(filter) as tf.Tensor4D;
  }
  return tf.customGrad((x, filter, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, filter as tf.Tensor]);
    return {
      value: convolve(x as tf.Tensor4D, filter as tf.Tensor4D),
      gradFunc: (dy, saved) => {
        const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
        if (onTensorflow())
          return convolutionGradients('Conv2D', x, filter, dy as tf.Tensor4D, stride, padding);
        return [
          inputGradient(x.shape, filter, dy as tf.Tensor4D, shape),
          filterGradient(x, dy as tf.Tensor4D, shape),
        ];
      },
    };
  })(x, filter) as tf.Tensor4D;
}

/** dX `[N, H, W, C]` = dy, spread by the stride, convolved with the turned filter. */
function inputGradient(
  shape: tf.Tensor4D['shape'],
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  options: Convolution,
): tf.Tensor4D {
  const kernels = wasmKernels();
  if (kernels !== null) return wasm.inputGradient(kernels, shape, filter, dy, options);
  const [, height, width] = shape;
  const { size, stride, padding } = options;
  // A 1×1 filter: the product first, on the few pixels that there are.
  if (size === 1 && padding === 0)
    return spreadOut(tf.conv2d(dy, turnFilter(filter), 1, 'valid'), stride, height, width);
  if (size === 3 && stride === 2 && padding === 1 && height % 2 === 0 && width % 2 === 0)
    return stridedInputGradient(filter, dy);
  const spread = stride === 1 ? dy : spreadOut(dy, stride, dy.shape[1] * stride, dy.shape[2] * stride);
  const bordered = fitted(spread, size - 1 - padding, height + size - 1, width + size - 1);
  return tf.conv2d(bordered, turnFilter(filter), 1, 'valid');
}

/** dW `[k, k, C, O]`: `x` as `[C, H, W, N]` convolved with dy as a filter `[h, w, N, O]`, dilated by the stride. */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, options: Convolution): tf.Tensor4D {
  const kernels = wasmKernels();
  if (kernels !== null) return wasm.filterGradient(kernels, x, dy, options);
  const { size, stride, padding } = options;
  if (onTensorflow()) {
    const shape: [number, number, number, number] = [size, size, x.shape[3], dy.shape[3]];
    return convolutionFilterGradient('Conv2D', x, shape, dy, stride, padding);
  }
  if (size === 1 && padding === 0) return pointFilterGradient(subsample(x, stride), dy);
  const after = (length: number, outputs: number) => size + (outputs - 1) * stride - length - padding;
  const gradient = tf.conv2d(
    tf.transpose(x, [3, 1, 2, 0]),
    tf.transpose(dy, [1, 2, 0, 3]),
    1,
    [
      [0, 0],
      [padding, after(x.shape[1], dy.shape[1])],
      [padding, after(x.shape[2], dy.shape[2])],
      [0, 0],
    ],
    'NHWC',
    stride,
  );
  return tf.transpose(gradient, [1, 2, 0, 3]);
}

/** dW of a 1×1 filter: one product over all pixels. */
function pointFilterGradient(x: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [inputs, outputs] = [x.shape[3], dy.shape[3]];
  const pixels = x.size / inputs;
  const product = tf.matMul(tf.transpose(tf.reshape(x, [pixels, inputs])), tf.reshape(dy, [pixels, outputs]));
  return tf.reshape(product, [1, 1, inputs, outputs]);
}
