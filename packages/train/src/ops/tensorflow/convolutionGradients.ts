import * as tf from '@tensorflow/tfjs-core';
import { type Attribute, execute, float32 } from './execute.js';

/** TensorFlow's two kinds of convolution by the names of their gradients. */
type Kind = 'Conv2D' | 'DepthwiseConv2dNative';

const attributes = (stride: number, padding: number): Attribute[] => [
  { name: 'T', kind: 'TYPE', value: float32 },
  { name: 'strides', kind: 'INT', value: [1, stride, stride, 1] },
  { name: 'padding', kind: 'STRING', value: padding === 0 ? 'VALID' : 'EXPLICIT' },
  ...(padding === 0
    ? []
    : [
        {
          name: 'explicit_paddings',
          kind: 'INT' as const,
          value: [0, 0, padding, padding, padding, padding, 0, 0],
        },
      ]),
  { name: 'data_format', kind: 'STRING', value: 'NHWC' },
  { name: 'dilations', kind: 'INT', value: [1, 1, 1, 1] },
];

/**
 * Both gradients of a convolution by TensorFlow's own operations: of `x` `[N, H, W, C]` and of `filter`, with `padding`
 * zeros on every side.
 */
export function convolutionGradients(
  kind: Kind,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  dy: tf.Tensor4D,
  stride: number,
  padding: number,
): [tf.Tensor4D, tf.Tensor4D] {
  const [dx] = execute(`${kind}BackpropInput`, attributes(stride, padding), [sizes(x.shape), filter, dy]);
  return [dx as tf.Tensor4D, convolutionFilterGradient(kind, x, filter.shape, dy, stride, padding)];
}

/** The gradient of the filter alone, whose shape is `shape`. */
export function convolutionFilterGradient(
  kind: Kind,
  x: tf.Tensor4D,
  shape: tf.Tensor4D['shape'],
  dy: tf.Tensor4D,
  stride: number,
  padding: number,
): tf.Tensor4D {
  const [dFilter] = execute(`${kind}BackpropFilter`, attributes(stride, padding), [x, sizes(shape), dy]);
  return dFilter as tf.Tensor4D;
}

const sizes = (shape: number[]): tf.Tensor1D => tf.tensor1d(shape, 'int32');
