import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useBackend } from '../../src/index.js';
import { batchNormInference, batchNormTraining } from '../../src/ops/batchNorm.js';
import { conv2d } from '../../src/ops/conv2d.js';
import { depthwiseConv2d } from '../../src/ops/depthwiseConv2d.js';
import { linear } from '../../src/ops/linear.js';
import { wasmKernels } from '../../src/ops/wasm/kernels.js';
import { uniformSource } from '../uniformSource.js';

type Numbers = { shape: number[]; values: Float32Array };

/** Value and gradients of `work` on a backend, from the same numbers on each. */
async function on(
  backend: 'wasm' | 'cpu',
  work: (...inputs: tf.Tensor[]) => tf.Tensor,
  shapes: number[][],
  seed: number,
  differentiable = true,
): Promise<Numbers[]> {
  await useBackend(backend);
  expect(wasmKernels() !== null).toBe(backend === 'wasm');
  return tf.tidy(() => {
    const random = uniformSource(seed);
    const draw = (shape: number[]) => {
      const length = shape.reduce((product, side) => product * side, 1);
      return tf.tensor(
        Float32Array.from({ length }, () => 2 * random.next() - 1),
        shape,
      );
    };
    const inputs = shapes.map(draw);
    const y = tf.tidy(() => work(...inputs));
    const gradients = differentiable ? tf.grads(work)(inputs, draw(y.shape)) : [];
    return [y, ...gradients].map((tensor) => ({
      shape: tensor.shape,
      values: tensor.dataSync<'float32'>(),
    }));
  });
}

/** That wasm's kernels give what tfjs' own operations do in JavaScript. */
async function alike(work: (...inputs: tf.Tensor[]) => tf.Tensor, shapes: number[][], seed: number) {
  const expected = await on('cpu', work, shapes, seed);
  const found = await on('wasm', work, shapes, seed);
  for (const [index, { shape, values }] of expected.entries()) {
    expect(found[index]!.shape).toEqual(shape);
    const most = Math.max(1, ...values.map(Math.abs));
    for (const [place, value] of found[index]!.values.entries())
      if (!(Math.abs(value - values[place]!) < 2e-5 * most))
        expect.fail(`result ${index}, ${place} of ${shape}: ${value}, not ${values[place]}`);
  }
}

const seed = fc.integer({ min: 0, max: 2 ** 31 });
const small = (max: number, min = 1) => fc.integer({ min, max });

test('convolutions and their gradients, of any size, stride and padding', async () => {
  const shape = fc.record({
    batch: small(3),
    height: small(11),
    width: small(11),
    // Also as many as it takes for Winograd's way, which is that of 3×3 filters without a step.
    inputs: fc.oneof(small(9), fc.constantFrom(16, 24, 28)),
    outputs: fc.oneof(small(18), fc.constantFrom(24, 28, 44)),
    size: fc.oneof(small(5), fc.constant(3)),
    stride: fc.oneof(small(3), fc.constant(1)),
    padding: small(2, 0),
  });
  await fc.assert(
    fc.asyncProperty(shape, seed, async ({ batch, height, width, inputs, outputs, ...given }, seed) => {
      const { size, stride, padding } = given;
      fc.pre(height + 2 * padding >= size && width + 2 * padding >= size && padding < size);
      await alike(
        (x, filter) => conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, padding),
        [
          [batch, height, width, inputs],
          [size, size, inputs, outputs],
        ],
        seed,
      );
    }),
    { numRuns: 150, seed: 11 },
  );
});

test('depthwise convolutions and their gradients', async () => {
  const shape = fc.record({
    batch: small(3),
    height: small(11),
    width: small(11),
    size: small(5),
    stride: small(3),
    padding: small(2, 0),
  });
  await fc.assert(
    fc.asyncProperty(shape, small(9), seed, async ({ batch, height, width, ...given }, channels, seed) => {
      const { size, stride, padding } = given;
      fc.pre(height + 2 * padding >= size && width + 2 * padding >= size && padding < size);
      await alike(
        (x, filter) => depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, padding),
        [
          [batch, height, width, channels],
          [size, size, channels, 1],
        ],
        seed,
      );
    }),
    { numRuns: 100, seed: 13 },
  );
});

test('convolutions of the shapes that the networks have', async () => {
  for (const [size, channels, outputs, stride] of [
    [3, 16, 24, 1],
    [3, 24, 24, 2],
    [1, 16, 24, 2],
    [3, 3, 16, 1],
  ] as const) {
    for (const side of [14, 15]) {
      await alike(
        (x, filter) => conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, size >> 1),
        [
          [2, side, side, channels],
          [size, size, channels, outputs],
        ],
        side,
      );
    }
  }
});

test('batch normalisation, alone and with a PReLU, of any number of rows', async () => {
  await fc.assert(
    fc.asyncProperty(small(300, 2), small(6), fc.boolean(), seed, async (rows, fours, followed, seed) => {
      const channels = 4 * fours;
      const vectors = Array.from({ length: followed ? 3 : 2 }, () => [channels]);
      await alike(
        (x, gamma, beta, alpha) => {
          const vector = (tensor: tf.Tensor) => tensor as tf.Tensor1D;
          const slope = alpha === undefined ? null : vector(alpha);
          const batch = batchNormTraining(x, vector(gamma!), vector(beta!), slope);
          tf.dispose([batch.mean, batch.variance]);
          return batch.y;
        },
        [[rows, channels], ...vectors],
        seed,
      );
    }),
    { numRuns: 60, seed: 12 },
  );
});

test('batch normalisation in evaluation, alone and with a PReLU', async () => {
  for (const channels of [8, 6]) {
    for (const followed of [false, true]) {
      const work = (x: tf.Tensor, ...vectors: tf.Tensor[]) => {
        const [gamma, beta, mean, variance, alpha] = vectors as tf.Tensor1D[];
        return batchNormInference(x, gamma!, beta!, mean!, tf.square(variance!), followed ? alpha! : null);
      };
      const shapes = [[3, 5, 5, channels], ...Array.from({ length: 5 }, () => [channels])];
      const values = async (backend: 'wasm' | 'cpu') =>
        (await on(backend, work, shapes, 6, false))[0]!.values;
      const expected = await values('cpu');
      for (const [place, value] of (await values('wasm')).entries())
        expect(value).toBeCloseTo(expected[place]!, 4);
    }
  }
});

test('mean and variance of numbers that are far from zero', async () => {
  await useBackend('wasm');
  const random = uniformSource(5);
  const rows = 10_000;
  const values = Float32Array.from({ length: 4 * rows }, () => 1000 + random.next());
  const x = tf.tensor2d(values, [rows, 4]);
  const one = tf.ones([4]) as tf.Tensor1D;
  const { mean, variance } = batchNormTraining(x, one, one);
  for (let c = 0; c < 4; c++) {
    const column = Array.from({ length: rows }, (_, row) => values[4 * row + c]!);
    const exact = column.reduce((sum, value) => sum + value, 0) / rows;
    const spread = column.reduce((sum, value) => sum + (value - exact) ** 2, 0) / rows;
    expect(mean.dataSync()[c]! / exact).toBeCloseTo(1, 6);
    expect(variance.dataSync()[c]! / spread).toBeCloseTo(1, 4);
  }
});

test('a linear layer', async () => {
  await alike(
    (x, weight, bias) => linear(x, weight as tf.Tensor2D, bias as tf.Tensor1D),
    [[5, 2, 3, 7], [42, 10], [10]],
    3,
  );
  await alike(
    (x, weight) => linear(x, weight as tf.Tensor2D),
    [
      [64, 48],
      [48, 16],
    ],
    4,
  );
});

const compiler = fileURLToPath(new URL('../../kernels/node_modules/assemblyscript', import.meta.url));
test.skipIf(!existsSync(compiler))('the binary is what its sources give', () => {
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'kernels', '--', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
