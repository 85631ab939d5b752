import * as tf from '@tensorflow/tfjs-core';
import { channelSum } from './channelSum.js';
import { fitted, spreadOut, subsample } from './subsample.js';
import { convolutionGradients } from './tensorflow/convolutionGradients.js';
import { onTensorflow } from './tensorflow/execute.js';
import { depthwise, depthwiseFilter, depthwiseInput } from './wasm/depthwise.js';
import { wasmKernels } from './wasm/kernels.js';

/**
 * Depthwise convolution: every channel of `x` `[N, H, W, C]` with its own filter, `filter` `[k, k, C, 1]`, zero padding of
 * `padding` pixels on every side. The gradient with respect to the input is a depthwise convolution with the turned
 * filter; with respect to the filter, one product and sum for each of its k² taps.
 */
export function depthwiseConv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride = 1, padding = 0): tf.Tensor4D {
  const shape = { size: filter.shape[0], stride, padding };
  const kernels = filter.shape[2] % 4 === 0 ? wasmKernels() : null;
  return tf.customGrad((x, filter, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, filter as tf.Tensor]);
    return {
      value:
        kernels === null
          ? tf.depthwiseConv2d(bordered(x as tf.Tensor4D, padding), filter as tf.Tensor4D, stride, 'valid')
          : depthwise(kernels, x as tf.Tensor4D, filter as tf.Tensor4D, shape),
      gradFunc: (dy, saved) => {
        const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
        if (onTensorflow())
          return convolutionGradients('DepthwiseConv2dNative', x, filter, dy as tf.Tensor4D, stride, padding);
        if (kernels !== null) {
          const dx = depthwiseInput(kernels, x.shape, filter, dy as tf.Tensor4D, shape);
          return [dx, depthwiseFilter(kernels, x, dy as tf.Tensor4D, shape)];
        }
        return [
          inputGradient(x.shape, filter, dy as tf.Tensor4D, stride, padding),
          filterGradient(x, filter.shape[0], dy as tf.Tensor4D, stride, padding),
        ];
      },
    };
  })(x, filter) as tf.Tensor4D;
}

function bordered(x: tf.Tensor4D, padding: number): tf.Tensor4D {
  return fitted(x, padding, x.shape[1] + 2 * padding, x.shape[2] + 2 * padding);
}

function inputGradient(
  [, height, width]: tf.Tensor4D['shape'],
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  stride: number,
  padding: number,
): tf.Tensor4D {
  const size = filter.shape[0];
  const spread = spreadOut(dy, stride, dy.shape[1] * stride, dy.shape[2] * stride);
  const enlarged = fitted(spread, size - 1 - padding, height + size - 1, width + size - 1);
  return tf.depthwiseConv2d(enlarged, tf.reverse(filter, [0, 1]), 1, 'valid');
}

function filterGradient(
  x: tf.Tensor4D,
  size: number,
  dy: tf.Tensor4D,
  stride: number,
  padding: number,
): tf.Tensor4D {
  const [batch, height, width, channels] = dy.shape;
  const surrounded = bordered(x, padding);
  const taps: tf.Tensor[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const extent = [batch, (height - 1) * stride + 1, (width - 1) * stride + 1, channels] as const;
      const seen = subsample(tf.slice(surrounded, [0, row, column, 0], [...extent]), stride);
      taps.push(channelSum(tf.mul(seen, dy)));
    }
  }
  return tf.reshape(tf.stack(taps), [size, size, channels, 1]);
}
