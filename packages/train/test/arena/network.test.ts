import { describe, expect, test } from 'vitest';
import { DenseNetwork } from '../../src/arena/network/denseNetwork.js';
import { crossEntropy, squaredError } from '../../src/arena/network/losses.js';
import { adam, momentumSgd } from '../../src/arena/network/optimizers.js';
import { Random } from '../../src/random.js';

describe.each(['relu', 'tanh'] as const)('gradients of a network of %s units', (activation) => {
  const rows = 5;
  const sizes = [4, 7, 6, 3];
  const network = new DenseNetwork(sizes, activation, rows, new Random(1, activation));
  const random = new Random(2, 'input');
  const input = Float64Array.from({ length: rows * 4 }, () => random.normal());
  const labels = Int32Array.from({ length: rows }, () => random.below(3));
  const targets = Float64Array.from({ length: rows * 3 }, () => random.normal());

  test.each([
    ['cross-entropy', (z: Float64Array, e: Float64Array | null) => crossEntropy(z, labels, 3, e)],
    ['squared error', (z: Float64Array, e: Float64Array | null) => squaredError(z, targets, rows * 3, e)],
  ] as const)('of the %s are the differences that they stand for', (_, loss) => {
    const errors = new Float64Array(rows * 3);
    loss(network.forward(input, rows), errors);
    network.backward(input, rows, errors);
    const gradient = network.gradient.slice();
    for (let k = 0; k < network.parameters.length; k += 3) {
      const value = network.parameters[k]!;
      const at = (shift: number) => {
        network.parameters[k] = value + shift;
        return loss(network.forward(input, rows), null);
      };
      const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
      network.parameters[k] = value;
      expect(gradient[k]).toBeCloseTo(difference, 7);
    }
  });
});

test('momentum and weight decay, by hand', () => {
  const update = momentumSgd(1, 0.5, 0.1);
  const parameters = Float64Array.of(2);
  update(parameters, Float64Array.of(1), 0.1); // v = 1 + 0.2 = 1.2
  expect(parameters[0]).toBeCloseTo(2 - 0.12, 14);
  update(parameters, Float64Array.of(0), 0.1); // v = 0.6 + 0.188
  expect(parameters[0]).toBeCloseTo(1.88 - 0.0788, 14);
});

test('the first step of Adam is the rate, whatever the gradient', () => {
  const update = adam(2);
  const parameters = Float64Array.of(1, 1);
  update(parameters, Float64Array.of(1e-3, -50), 0.01);
  expect(parameters[0]).toBeCloseTo(0.99, 6);
  expect(parameters[1]).toBeCloseTo(1.01, 6);
});
