import { fastface } from '@fastface/core';
import { forBrain } from '@fastface/core/adapters';
import brain from 'brain.js';
import { describe, expect, test } from 'vitest';
import { frozenAfter } from './frozen.js';

const xor = [
  { input: [0, 0], output: [0] },
  { input: [0, 1], output: [1] },
  { input: [1, 0], output: [1] },
  { input: [1, 1], output: [0] },
];
/** Nothing can be learnt from these: the error soon settles near 0.25. */
const contradictory = [0, 1].map((label) => ({ input: [1], output: [label] }));
const network = () => new brain.NeuralNetwork({ hiddenLayers: [3] });

describe('forBrain', () => {
  test('the network learns nothing once the rate is 0', () => {
    const net = network();
    const path: string[] = [];
    const callback = () => path.push(JSON.stringify(net.toJSON().layers));
    const { training } = forBrain(net, { scheduler: frozenAfter(5, 0.3), callback });
    // Momentum moves the weights on by itself for a while.
    net.train(xor, { ...training, iterations: 200, momentum: 0.01 });
    expect(path.length).toBe(200);
    expect(path[4]).not.toEqual(path[3]);
    expect(path[199]).toEqual(path[150]);
  });

  test('finds the plateau by itself', () => {
    const net = network();
    // The error creeps down to the end for most initial weights, by less than this threshold.
    const scheduler = fastface({
      learningRate: 0.3,
      patience: 150,
      alpha: 0.02,
      beta: 0.02,
      threshold: 1e-5,
    });
    const { training, rate } = forBrain(net, { scheduler });
    const { iterations } = net.train(contradictory, { ...training, iterations: 1000, errorThresh: 1e-9 });
    expect(iterations).toBe(1000);
    expect(rate.state.iteration).toBe(1000);
    expect(rate.learningRate).toBeLessThan(0.3);
  });

  test('is as long as totalSteps', () => {
    const net = network();
    const { training, rate } = forBrain(net, { learningRate: 0.3, totalSteps: 60 });
    expect(net.train(xor, { ...training, errorThresh: 1e-9 }).iterations).toBe(60);
    expect(rate.state).toMatchObject({ scheduler: 'fastface-auto', iteration: 60 });
  });

  test('refuses what is no network of brain.js', () => {
    expect(() => forBrain({}, { learningRate: 0.3, totalSteps: 10 })).toThrow(/^invalid network/);
  });
});
