import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { sgd, useBackend } from '../../src/index.js';
import { difference, numbers, torch } from '../vectors/torch.js';

beforeAll(async () => {
  await useBackend('wasm');
});

test('three steps as torch.optim.SGD with clip_grad_norm_ of the first group, also across a saved state', async () => {
  const { shapes, steps } = torch.optimiser as {
    shapes: Record<string, number[]>;
    steps: Record<string, never>[];
  };
  const fresh = (salt: number, shape: number[]) =>
    tf.tensor(
      numbers(
        salt,
        shape.reduce((a, b) => a * b),
      ),
      shape,
    );
  const weights = Object.entries(shapes).map(([name, shape], salt) => ({
    name,
    shape,
    variable: tf.variable(fresh(salt, shape)),
  }));
  const make = () =>
    sgd({
      groups: [
        { name: 'backbone', parameters: weights.slice(0, 2), maxGradientNorm: 5 },
        { name: 'head', parameters: weights.slice(2), rateFactor: 3 },
      ],
    });
  let optimizer = make();
  for (const [step, expected] of steps.entries()) {
    const gradients = new Map(
      weights.map(({ variable, shape }, salt) => [
        variable as tf.Variable,
        tf.mul(fresh(10 * step + salt, shape), step === 0 ? 4 : 0.1),
      ]),
    );
    const norms = optimizer.gradientNorms(gradients);
    expect(norms[0]!.dataSync()[0]! / expected.norm!).toBeCloseTo(1, 5);
    optimizer.apply(gradients, norms, expected.rate!);
    for (const { name, variable } of weights)
      expect(difference(variable.dataSync(), expected[name]!), `${name} after step ${step}`).toBeLessThan(
        1e-6,
      );
    const state = await optimizer.state();
    optimizer.dispose();
    optimizer = make();
    optimizer.restore(state);
  }
  // The first step is clipped, the others not: both sides of the rule were seen.
  expect(steps[0]!.norm).toBeGreaterThan(5);
  expect(steps[1]!.norm).toBeLessThan(5);
});
