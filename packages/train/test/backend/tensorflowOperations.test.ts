import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { useBackend } from '../../src/index.js';
import { batchNormInference, batchNormTraining } from '../../src/ops/batchNorm.js';
import { conv2d } from '../../src/ops/conv2d.js';
import { depthwiseConv2d } from '../../src/ops/depthwiseConv2d.js';
import { prelu } from '../../src/ops/prelu.js';
import { impliedPadding } from '../../src/ops/tensorflow/impliedPadding.js';
import { difference, numbers } from '../vectors/torch.js';
import { have } from './have.js';

type Operation = (x: tf.Tensor4D, weight: tf.Tensor) => tf.Tensor;

/** Value and both gradients of an operation on the active backend. */
function valueAndGradients(xShape: number[], weightShape: number[], operation: Operation): Float32Array[] {
  return tf.tidy(() => {
    const filled = (shape: number[], salt: number) =>
      tf.tensor(numbers(salt, tf.util.sizeFromShape(shape)), shape);
    const [x, weight] = [filled(xShape, 1), filled(weightShape, 2)];
    const y = operation(x as tf.Tensor4D, weight);
    const [dx, dWeight] = tf.grads((x, weight) => operation(x as tf.Tensor4D, weight))(
      [x, weight],
      filled(y.shape, 3),
    );
    return [y, dx!, dWeight!].map((tensor) => tensor.dataSync<'float32'>());
  });
}

describe('on tensorflow operations and their gradients are wasm’s', () => {
  beforeEach((context) => have('tensorflow', context.skip));

  async function compare(xShape: number[], weightShape: number[], operation: Operation): Promise<void> {
    const found = valueAndGradients(xShape, weightShape, operation);
    await useBackend('wasm');
    for (const [index, expected] of valueAndGradients(xShape, weightShape, operation).entries())
      expect(difference(found[index]!, [...expected])).toBeLessThan(1e-5);
  }

  // Sides of even and odd length; some are what TensorFlow calls SAME, some are not.
  test.each([
    [6, 8, 3, 1, 1],
    [6, 8, 3, 2, 1],
    [7, 9, 3, 2, 1],
    [7, 8, 3, 2, 1],
    [6, 7, 1, 2, 0],
    [6, 7, 3, 1, 0],
    [8, 9, 5, 1, 2],
    [8, 9, 5, 2, 1],
    [8, 9, 3, 1, 2],
  ])(
    'convolutions of %d × %d, size %d, stride %d, padding %d',
    async (height, width, size, stride, padding) => {
      const x = [2, height, width, 3];
      await compare(x, [size, size, 3, 4], (x, w) => conv2d(x, w as tf.Tensor4D, stride, padding));
    },
  );

  test.each([
    [6, 8, 3, 1, 1],
    [6, 8, 3, 2, 1],
    [7, 9, 3, 2, 1],
    [7, 7, 7, 1, 0],
  ])(
    'depthwise convolutions of %d × %d, size %d, stride %d, padding %d',
    async (height, width, size, stride, padding) => {
      const x = [2, height, width, 3];
      await compare(x, [size, size, 3, 1], (x, w) => depthwiseConv2d(x, w as tf.Tensor4D, stride, padding));
    },
  );

  test.each([[[2, 3, 4, 5]], [[7, 5]]])(
    'batch normalisation of %j, of the batch and with given statistics',
    async (shape) => {
      const ramp = (first: number) => tf.linspace(first, first + 1, 5) as tf.Tensor1D;
      await compare(shape, [5], (x, gamma) => {
        const { y, mean, variance } = batchNormTraining(x, gamma as tf.Tensor1D, ramp(0));
        tf.dispose([mean, variance]);
        return y;
      });
      const infer = () =>
        tf.tidy(() => {
          const x = tf.tensor(numbers(1, tf.util.sizeFromShape(shape)), shape);
          return batchNormInference(x, ramp(1), ramp(2), ramp(3), ramp(0.1)).dataSync<'float32'>();
        });
      const expected = infer(); // compare leaves wasm active
      await useBackend('tensorflow');
      expect(difference(infer(), [...expected])).toBeLessThan(1e-5);
    },
  );

  test('PReLU', () => compare([2, 3, 4, 5], [5], (x, alpha) => prelu(x, alpha as tf.Tensor1D)));
});

test('padding is TensorFlow’s SAME where that puts the same zeros, else a border that some output sees', () => {
  const side = (length: number, size: number, stride: number, padding: number) =>
    impliedPadding([1, length, length, 1], size, stride, padding);
  expect(side(56, 3, 1, 1)).toEqual({ type: 'SAME', border: null });
  expect(side(7, 3, 2, 1)).toEqual({ type: 'SAME', border: null });
  expect(side(7, 1, 2, 0)).toEqual({ type: 'VALID', border: null });
  const border = (before: number, after: number) => [
    [0, 0],
    [before, after],
    [before, after],
    [0, 0],
  ];
  expect(side(56, 3, 2, 1)).toEqual({ type: 'VALID', border: border(1, 0) });
  expect(side(8, 3, 1, 2)).toEqual({ type: 'VALID', border: border(2, 2) });
});
