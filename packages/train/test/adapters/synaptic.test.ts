import { forSynaptic } from '@fastface/core/adapters';
import synaptic from 'synaptic';
import { describe, expect, test } from 'vitest';
import { frozenAfter } from './frozen.js';

const xor = [
  { input: [0, 0], output: [0] },
  { input: [0, 1], output: [1] },
  { input: [1, 0], output: [1] },
  { input: [1, 1], output: [0] },
];

describe('forSynaptic', () => {
  test('the network learns nothing once the rate is 0', () => {
    const network = new synaptic.Architect.Perceptron(2, 3, 1);
    const { rate, schedule } = forSynaptic({ scheduler: frozenAfter(5, 0.2) });
    const path: string[] = [];
    const every = {
      every: 1,
      do: () => void path.push(xor.map(({ input }) => network.activate(input)).join(' ')),
    };
    new synaptic.Trainer(network).train(xor, { rate: schedule, iterations: 9, error: 1e-9, schedule: every });
    expect(path.length).toBe(9);
    expect(path[4]).not.toEqual(path[3]);
    expect(path[8]).toEqual(path[4]);
    expect(rate.state.iteration).toBe(8);
  });

  test('finds the plateau by itself', () => {
    // What contradicts itself is learned up to a point, from any weights.
    const coin = [0, 1, 1, 0].map((side, i) => ({ input: [i % 2], output: [side] }));
    const network = new synaptic.Architect.Perceptron(1, 3, 1);
    const { rate, schedule } = forSynaptic({ learningRate: 0.2, totalSteps: 3000 });
    const { iterations } = new synaptic.Trainer(network).train(coin, {
      rate: schedule,
      iterations: 3000,
      error: 1e-9,
    });
    expect(iterations).toBe(3000);
    expect(rate.learningRate).toBeLessThan(0.2);
  });
});
