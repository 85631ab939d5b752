import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../src/index.js';
import { block, iresnet } from '../../src/model/iresnet.js';
import type { Layer } from '../../src/model/layers.js';
import { mobilefacenet } from '../../src/model/mobilefacenet.js';
import { Scope } from '../../src/model/scope.js';
import { fromStateDict, toStateDict } from '../../src/model/stateDict.js';
import { evaluating, training } from '../../src/model/tensorOperations.js';
import { uniformSource } from '../uniformSource.js';
import { difference, filled, numbers, sums, torch } from '../vectors/torch.js';

beforeAll(async () => {
  await useBackend('wasm');
});

/** A network made by `build` with the script's weights. */
function loaded(build: (scope: Scope) => Layer, state: [string, number[]][]) {
  const scope = new Scope(uniformSource(1));
  const network = build(scope);
  fromStateDict(scope, filled(state));
  return { scope, network };
}

/** Gradients of Σ y · weights, under PyTorch's names and in its layout. */
async function gradientsOf(scope: Scope, y: () => tf.Tensor, salt: number) {
  const { value, grads } = tf.variableGrads(() => weightedSum(y(), salt));
  value.dispose();
  const named = scope.parameters.map((parameter) => {
    const gradient = grads[parameter.variable.name]!;
    return { ...parameter, variable: tf.variable(gradient) };
  });
  return toStateDict({ parameters: named });
}

/** Σ y · numbers, the numbers in PyTorch's order (channels first). */
function weightedSum(y: tf.Tensor, salt: number): tf.Scalar {
  const order = numbers(salt, y.size);
  const [batch, height, width, channels] = y.shape as [number, number, number, number];
  const weights =
    y.rank === 4
      ? tf.transpose(tf.tensor(order, [batch, channels, height, width]), [0, 2, 3, 1])
      : tf.tensor(order, y.shape);
  return tf.customGrad((y, weights, save) => {
    (save as tf.GradSaveFunc)([weights as tf.Tensor]);
    return {
      value: tf.sum(tf.mul(y as tf.Tensor, weights as tf.Tensor)),
      gradFunc: (dy, [weights]: tf.Tensor[]) => [tf.mul(weights!, dy as tf.Tensor), tf.zerosLike(weights!)],
    };
  })(y, weights) as tf.Scalar;
}

const networks: [string, (scope: Scope, side: number, size: number) => Layer, number[]][] = [
  [
    'iresnet',
    (scope, side, size) => iresnet(scope, { widths: [4, 6, 8, 10], blocks: [1, 2, 1, 1] }, size, side),
    [3, 20, 8],
  ],
  [
    'mobilefacenet',
    (scope, side, size) => mobilefacenet(scope, { blocks: [1, 1, 1, 1], scale: 2 }, size, side),
    [3, 24, 6],
  ],
];

describe.each(networks)('%s against PyTorch', (name, build, [batch, side, size]) => {
  const expected = torch[name];
  const make = () => loaded((scope) => build(scope, side!, size!), expected.state);
  const pictures = () => tf.tensor4d(numbers(3.25, batch! * side! * side! * 3), [batch!, side!, side!, 3]);

  test('has its parameters, names and shapes', async () => {
    const { scope } = make();
    const own = [...scope.parameters, ...scope.buffers].map(({ name, layout }) => [
      name,
      [...layout.torchShape],
    ]);
    expect(new Map(own as never)).toEqual(new Map(expected.state));
  });

  test('embeds in evaluation and in training', () => {
    const { network } = make();
    expect(
      difference(network<tf.Tensor>(pictures(), evaluating).dataSync(), expected.evaluated),
    ).toBeLessThan(1e-5);
    expect(difference(network<tf.Tensor>(pictures(), training).dataSync(), expected.trained)).toBeLessThan(
      1e-4,
    );
  });

  test('has its gradients, and running statistics after one batch', async () => {
    const { scope, network } = make();
    const gradients = await gradientsOf(scope, () => network<tf.Tensor>(pictures(), training), 1.75);
    expect([...gradients.keys()].sort()).toEqual(Object.keys(expected.gradients).sort());
    // Some gradients are 0 but for rounding (a bias before a batch norm): relative to the largest of all.
    const largest = Math.max(...Object.values<number[]>(expected.gradients).map(([norm]) => norm!));
    for (const [name, [norm, product]] of Object.entries<number[]>(expected.gradients)) {
      const [ownNorm, ownProduct] = sums(gradients.get(name)!.data);
      const bound = 5e-4 * Math.max(norm!, 1e-2 * largest);
      expect(Math.abs(ownNorm - norm!), name).toBeLessThan(bound);
      expect(Math.abs(ownProduct - product!), name).toBeLessThan(bound);
    }
    const state = await toStateDict(scope);
    for (const [name, values] of Object.entries<number[]>(expected.running)) {
      expect(difference(sums(state.get(name)!.data), values), name).toBeLessThan(1e-5);
    }
  });
});

test('a block of odd size and its gradients, element by element', async () => {
  const expected = torch.block;
  const { scope, network } = loaded(
    (scope) => block(scope, '', 5, 6, 2),
    expected.state.map(([name, shape]: [string, number[]]) => [`.${name}`, shape]),
  );
  const numbersOfX = tf.tensor4d(numbers(2.5, 3 * 7 * 7 * 5), [3, 7, 7, 5]);
  const x = tf.variable(numbersOfX);
  const y = network<tf.Tensor>(x, training);
  expect(difference(y.dataSync(), expected.y)).toBeLessThan(1e-5);
  const { grads } = tf.variableGrads(() => weightedSum(network<tf.Tensor>(x, training), 1.25));
  expect(difference(grads[x.name]!.dataSync(), expected.dx)).toBeLessThan(1e-4);
  const gradients = await gradientsOf(scope, () => network<tf.Tensor>(x, training), 1.25);
  for (const [name, values] of Object.entries<number[]>(expected.gradients)) {
    expect(difference(sums(gradients.get(`.${name}`)!.data), values), name).toBeLessThan(1e-4);
  }
});
