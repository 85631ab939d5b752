import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { adamw, type Optimizer, type ParameterGroup, sgd } from '../../src/index.js';
import { have } from '../backend/have.js';
import { difference, numbers, torch } from '../vectors/torch.js';

type Make = (groups: readonly ParameterGroup[]) => Optimizer;

/** The steps that PyTorch made, on the same weights and gradients; each on an optimiser restored from the state of the one before. */
async function compare(
  { shapes, steps }: { shapes: Record<string, number[]>; steps: Record<string, never>[] },
  make: Make,
): Promise<void> {
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
  const fromStart = () =>
    make([
      { name: 'backbone', parameters: weights.slice(0, 2), maxGradientNorm: 5 },
      { name: 'head', parameters: weights.slice(2), rateFactor: 3 },
    ]);
  let optimizer = fromStart();
  for (const [step, expected] of steps.entries()) {
    const gradients = new Map(
      weights.map(({ variable, shape }, salt) => [
        variable as tf.Variable,
        tf.mul(fresh(10 * step + salt, shape), step === 0 ? 4 : 0.1),
      ]),
    );
    const norms = optimizer.gradientNorms(gradients);
    expect(norms[0]!.dataSync()[0]! / expected.norm!).toBeCloseTo(1, 5);
    // Refused by the device, it has not been.
    optimizer.apply(gradients, norms, 7, tf.scalar(false, 'bool'));
    optimizer.apply(gradients, norms, expected.rate!);
    for (const { name, variable } of weights)
      expect(difference(variable.dataSync(), expected[name]!), `${name} after step ${step}`).toBeLessThan(
        1e-6,
      );
    const state = await optimizer.state();
    const { numTensors } = tf.memory();
    optimizer.dispose();
    optimizer = fromStart();
    optimizer.restore(state);
    expect(tf.memory().numTensors).toBe(numTensors);
  }
  // The first step is clipped, the others not: both sides of the rule were seen.
  expect(steps[0]!.norm).toBeGreaterThan(5);
  expect(steps[1]!.norm).toBeLessThan(5);
  const lacking = await optimizer.state();
  lacking.delete([...lacking.keys()].at(-1)!);
  expect(() => optimizer.restore(lacking)).toThrow(/^optimizer state: .* is missing or has another shape/);
}

describe.each(['wasm', 'tensorflow'] as const)(
  'on %s, with clip_grad_norm_ of the first group',
  (backend) => {
    beforeEach((context) => have(backend, context.skip));

    test('three steps as torch.optim.SGD', () => compare(torch.optimiser, (groups) => sgd({ groups })));
    test('six steps as torch.optim.AdamW', () => compare(torch.adamw, (groups) => adamw({ groups })));
  },
);
