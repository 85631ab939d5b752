import * as tf from '@tensorflow/tfjs-core';
import { convolutionGradients } from './tensorflow/convolutionGradients.js';
import { onTensorflow } from './tensorflow/execute.js';

type Padding = [[number, number], [number, number], [number, number], [number, number]];
const symmetric = (padding: number): Padding => [
  [0, 0],
  [padding, padding],
  [padding, padding],
  [0, 0],
];

/**
 * Convolution of `x` `[N, H, W, C]` with `filter` `[k, k, C, O]`, zero padding of `padding` pixels on every side (as
 * PyTorch; tfjs' `same` pads one side only where stride and size are even). Square filters.
 *
 * Both gradients are convolutions themselves, since those are the fast kernels on wasm: with respect to the input, of dy
 * with the turned filter; with respect to the filter, of `x` with dy AS THE FILTER, the batch in the place of the channels. TensorFlow has operations for both.
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride = 1, padding = 0): tf.Tensor4D {
  return tf.customGrad((x, filter, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, filter as tf.Tensor]);
    return {
      value: tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, symmetric(padding)),
      gradFunc: (dy, saved) => {
        const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
        if (onTensorflow())
          return convolutionGradients('Conv2D', x, filter, dy as tf.Tensor4D, stride, padding);
        return [
          inputGradient(x.shape, filter, dy as tf.Tensor4D, stride, padding),
          filterGradient(x, filter.shape[0], dy as tf.Tensor4D, stride, padding),
        ];
      },
    };
  })(x, filter) as tf.Tensor4D;
}

/** dX `[N, H, W, C]` = dy, spread by the stride, convolved with the filter turned by 180° and its channels exchanged. */
function inputGradient(
  [, height, width]: tf.Tensor4D['shape'],
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  stride: number,
  padding: number,
): tf.Tensor4D {
  const size = filter.shape[0];
  const turned = tf.transpose(size === 1 ? filter : tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  const spread = stride === 1 ? dy : spreadOut(dy, stride);
  const before = size - 1 - padding;
  const after = (length: number, spreadLength: number) => length + size - 1 - before - spreadLength;
  return convolvePadded(
    spread,
    turned,
    1,
    before,
    after(height, spread.shape[1]),
    after(width, spread.shape[2]),
  );
}

/** `stride − 1` zeros after every row and column: `[N, h, w, C] → [N, h · stride, w · stride, C]`. */
export function spreadOut(y: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [batch, height, width, channels] = y.shape;
  const rows = tf.reshape(y, [batch * height, 1, width, channels]);
  const spread = tf.pad(rows, [
    [0, 0],
    [0, stride - 1],
    [0, 0],
    [0, (stride - 1) * channels],
  ]);
  return tf.reshape(spread, [batch, height * stride, width * stride, channels]);
}

/** dW `[k, k, C, O]`: `x` as `[C, H, W, N]` convolved with dy as a filter `[h, w, N, O]`, dilated by the stride. */
function filterGradient(
  x: tf.Tensor4D,
  size: number,
  dy: tf.Tensor4D,
  stride: number,
  padding: number,
): tf.Tensor4D {
  const after = (length: number, outputLength: number) =>
    size + (outputLength - 1) * stride - length - padding;
  const gradient = convolvePadded(
    tf.transpose(x, [3, 1, 2, 0]),
    tf.transpose(dy, [1, 2, 0, 3]),
    stride,
    padding,
    after(x.shape[1], dy.shape[1]),
    after(x.shape[2], dy.shape[2]),
  );
  return tf.transpose(gradient, [1, 2, 0, 3]);
}

/** A negative padding (rows that the stride never reached) is a slice, which the convolution cannot do by itself. */
function convolvePadded(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  dilation: number,
  before: number,
  afterRows: number,
  afterColumns: number,
): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const kept =
    afterRows < 0 || afterColumns < 0
      ? tf.slice(
          x,
          [0, 0, 0, 0],
          [batch, height + Math.min(0, afterRows), width + Math.min(0, afterColumns), channels],
        )
      : x;
  const padding: Padding = [
    [0, 0],
    [before, Math.max(0, afterRows)],
    [before, Math.max(0, afterColumns)],
    [0, 0],
  ];
  return tf.conv2d(kept, filter, 1, padding, 'NHWC', dilation);
}
