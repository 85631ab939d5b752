import * as tf from '@tensorflow/tfjs-core';
import { type Attribute, execute, float32 } from './execute.js';
import { impliedPadding } from './impliedPadding.js';

/** TensorFlow's two kinds of convolution by the names of their gradients. */
type Kind = 'Conv2D' | 'DepthwiseConv2dNative';

const attributes = (stride: number, padding: 'SAME' | 'VALID'): Attribute[] => [
  { name: 'T', kind: 'TYPE', value: float32 },
  { name: 'strides', kind: 'INT', value: [1, stride, stride, 1] },
  { name: 'padding', kind: 'STRING', value: padding },
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
  const { type, border } = impliedPadding(x.shape, filter.shape[0], stride, padding);
  const bordered = border === null ? x : tf.pad(x, border);
  const given = attributes(stride, type);
  const [dBordered] = execute(`${kind}BackpropInput`, given, [sizes(bordered.shape), filter, dy]);
  const [dFilter] = execute(`${kind}BackpropFilter`, given, [bordered, sizes(filter.shape), dy]);
  const dx = border === null ? dBordered! : tf.slice(dBordered!, [0, padding, padding, 0], x.shape);
  return [dx as tf.Tensor4D, dFilter as tf.Tensor4D];
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
  const { type, border } = impliedPadding(x.shape, shape[0], stride, padding);
  const bordered = border === null ? x : tf.pad(x, border);
  const [dFilter] = execute(`${kind}BackpropFilter`, attributes(stride, type), [bordered, sizes(shape), dy]);
  return dFilter as tf.Tensor4D;
}

const sizes = (shape: number[]): tf.Tensor1D => tf.tensor1d(shape, 'int32');
