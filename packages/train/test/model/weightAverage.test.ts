import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createModel, useBackend } from '../../src/index.js';
import { WeightAverage } from '../../src/model/weightAverage.js';
import { uniformSource } from '../uniformSource.js';

beforeAll(async () => {
  await useBackend('wasm');
});

const fresh = () =>
  createModel('iresnet-tiny', { random: uniformSource(1), embeddingSize: 4, imageSize: 16 });

test('is the mean of the weights and running statistics after each update, the newest of most weight', () => {
  const model = fresh();
  const average = new WeightAverage(model, 0.8);
  // A weight and a running statistic, and what they become by the updates.
  const followed = [model.parameters.at(-1)!, model.buffers.at(-1)!];
  const averages = [average.model.parameters.at(-1)!, average.model.buffers.at(-1)!];
  const values = [3, -1, 0.5, 7];
  const { numTensors } = tf.memory();
  for (const [index, value] of values.entries()) {
    for (const { variable } of followed) tf.tidy(() => variable.assign(tf.fill(variable.shape, value)));
    average.update(index + 1);
    const weights = values.slice(0, index + 1).map((_, i) => 0.8 ** (index - i));
    const sum = weights.reduce((a, b) => a + b);
    const mean = weights.reduce((total, weight, i) => total + (weight * values[i]!) / sum, 0);
    for (const { variable } of averages)
      for (const found of variable.dataSync()) expect(found).toBeCloseTo(mean, 5);
  }
  expect(tf.memory().numTensors).toBe(numTensors);
  for (const each of [model, average.model]) each.dispose();
});

test('at first is the network itself; a decay that is none is refused', () => {
  const model = fresh();
  const average = new WeightAverage(model, 0.99);
  const first = ({ parameters }: typeof model) => parameters[0]!.variable.dataSync();
  expect(first(average.model)).toEqual(first(model));
  for (const decay of [1, -0.1, Number.NaN])
    expect(() => new WeightAverage(model, decay)).toThrow(/^invalid emaDecay: /);
});
