import * as tf from '@tensorflow/tfjs-core';
import { type Attribute, execute, float32 } from './execute.js';

const attributes = (epsilon: number, training = true): Attribute[] => [
  { name: 'T', kind: 'TYPE', value: float32 },
  { name: 'U', kind: 'TYPE', value: float32 },
  { name: 'epsilon', kind: 'FLOAT', value: epsilon },
  { name: 'data_format', kind: 'STRING', value: 'NHWC' },
  { name: 'is_training', kind: 'BOOL', value: training },
];

/** The operation needs four axes. */
const asImages = (x: tf.Tensor, channels: number) =>
  x.rank === 4 ? x : tf.reshape(x, [x.size / channels, 1, 1, channels]);

/** `y`, and mean and BIASED variance `[C]`; `reserved` holds the values that the gradient needs. */
export function fusedBatchNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, epsilon: number) {
  const channels = gamma.size;
  const rows = x.size / channels;
  const none = tf.zeros([0]);
  const [y, mean, unbiased, ...reserved] = execute(
    'FusedBatchNormV3',
    [...attributes(epsilon), { name: 'exponential_avg_factor', kind: 'FLOAT', value: 1 }],
    [asImages(x, channels), gamma, beta, none, none],
    6,
  );
  const variance = tf.mul(unbiased!, rows > 1 ? (rows - 1) / rows : 1);
  return { y: x.rank === 4 ? y! : tf.reshape(y!, x.shape), mean: mean!, variance, reserved };
}

/** With a given mean and variance. */
export function fusedInference(x: tf.Tensor, vectors: readonly tf.Tensor[], epsilon: number): tf.Tensor {
  const images = asImages(x, vectors[0]!.size);
  const [y] = execute('FusedBatchNormV3', attributes(epsilon, false), [images, ...vectors], 6);
  return x.rank === 4 ? y! : tf.reshape(y!, x.shape);
}

/** Gradients of x, gamma and beta. */
export function fusedBatchNormGradient(
  dy: tf.Tensor,
  x: tf.Tensor,
  gamma: tf.Tensor,
  reserved: readonly tf.Tensor[],
  epsilon: number,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const channels = gamma.size;
  const [dx, dGamma, dBeta] = execute(
    'FusedBatchNormGradV3',
    attributes(epsilon),
    [asImages(dy, channels), asImages(x, channels), gamma, ...reserved],
    5,
  );
  return [x.rank === 4 ? dx! : tf.reshape(dx!, x.shape), dGamma!, dBeta!];
}
