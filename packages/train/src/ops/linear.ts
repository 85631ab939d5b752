import * as tf from '@tensorflow/tfjs-core';
import { channelSum } from './channelSum.js';
import { convolve, filterGradient, inputGradient } from './wasm/convolution.js';
import { wasmKernels } from './wasm/kernels.js';

/** `flatten(x) · weight + bias`: `[N, …] × [I, O] → [N, O]`, bias `[O]` or none. */
export function linear(x: tf.Tensor, weight: tf.Tensor2D, bias: tf.Tensor1D | null = null): tf.Tensor2D {
  const inputs = bias === null ? [x, weight] : [x, weight, bias];
  return tf.customGrad((...args) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [x, weight, bias] = args as unknown as [tf.Tensor, tf.Tensor2D, tf.Tensor1D?];
    save([x, weight]);
    const y = product(flat(x), weight);
    return {
      value: bias === undefined ? y : tf.add(y, bias),
      gradFunc: (dy, saved) => {
        const [x, weight] = saved as [tf.Tensor, tf.Tensor2D];
        const [dx, dWeight] = gradients(flat(x), weight, dy as tf.Tensor2D);
        const all = [tf.reshape(dx, x.shape), dWeight];
        return bias === undefined ? all : [...all, channelSum(dy as tf.Tensor)];
      },
    };
  })(...inputs) as tf.Tensor2D;
}

function flat(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [x.shape[0]!, x.size / x.shape[0]!]);
}

/** On wasm's kernels a product of matrices is a convolution whose window is one pixel. */
const pixels = (x: tf.Tensor2D): tf.Tensor4D => tf.reshape(x, [1, 1, ...x.shape]);
const point = { size: 1, stride: 1, padding: 0 };

function product(x: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
  const kernels = wasmKernels();
  if (kernels === null) return tf.matMul(x, weight);
  const y = convolve(kernels, pixels(x), pixels(weight), point);
  return tf.reshape(y, [x.shape[0], weight.shape[1]]);
}

function gradients(x: tf.Tensor2D, weight: tf.Tensor2D, dy: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D] {
  const kernels = wasmKernels();
  if (kernels === null) return [tf.matMul(dy, weight, false, true), tf.matMul(x, dy, true)];
  const dx = inputGradient(kernels, pixels(x).shape, pixels(weight), pixels(dy), point);
  const dWeight = filterGradient(kernels, pixels(x), pixels(dy), point);
  return [tf.reshape(dx, x.shape), tf.reshape(dWeight, weight.shape)];
}
