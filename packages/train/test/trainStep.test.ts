import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import {
  createHead,
  createModel,
  fromStateDict,
  type StepOptions,
  sgd,
  toStateDict,
  trainStep,
  useBackend,
} from '../src/index.js';
import { uniformSource } from './uniformSource.js';

beforeAll(async () => {
  await useBackend('wasm');
});

/** A tiny network and head, and a batch that they can learn by heart. */
function setUp() {
  const random = uniformSource(7);
  const model = createModel('iresnet-tiny', { random, embeddingSize: 16, imageSize: 20 });
  const head = createHead({
    classes: 5,
    embeddingSize: 16,
    margin: { kind: 'cosface', cosine: 0.35 },
    scale: 32,
    random,
  });
  const optimizer = sgd({
    groups: [
      { name: 'backbone', parameters: model.parameters, maxGradientNorm: 5 },
      { name: 'head', parameters: head.parameters },
    ],
  });
  const images = tf.tensor4d(
    Float32Array.from({ length: 10 * 20 * 20 * 3 }, () => 2 * random.next() - 1),
    [10, 20, 20, 3],
  );
  const labels = Array.from({ length: 10 }, (_, index) => index % 5);
  const step = (rate: number, pictures = images, options: StepOptions = {}) => {
    const { loss, gradientNorm } = trainStep(model, head, optimizer, pictures, labels, rate, options);
    const values = { loss: loss.dataSync()[0]!, gradientNorm: gradientNorm.dataSync()[0]! };
    tf.dispose([loss, gradientNorm]);
    return values;
  };
  return { model, head, optimizer, images, step };
}

test('a batch is learnt by heart, with the same number of tensors after every step', () => {
  const { step } = setUp();
  const first = step(0.05).loss;
  const tensors = tf.memory().numTensors;
  let last = first;
  for (let iteration = 1; iteration < 30; iteration++) {
    last = step(0.05).loss;
    expect(tf.memory().numTensors).toBe(tensors);
  }
  expect(first).toBeGreaterThan(5);
  expect(last).toBeLessThan(first / 20);
});

test.each(['host', 'device'] as const)('a step that is not finite changes nothing (%s)', async (decideOn) => {
  const { model, head, optimizer, step, images } = setUp();
  step(0.05, images, { decideOn });
  const everything = async () => [
    ...(await toStateDict(model)),
    ...(await toStateDict(head)),
    ...(await optimizer.state()),
  ];
  const before = await everything();
  const broken = tf.mul(images, Number.NaN) as tf.Tensor4D;
  const { loss } = step(0.05, broken, { decideOn });
  expect(loss).toBeNaN();
  expect(await everything()).toEqual(before);
  expect(step(0.05, images, { decideOn }).loss).toBeGreaterThan(0);
  expect(await everything()).not.toEqual(before);
});

test('host and device decide alike', async () => {
  const states = [];
  for (const decideOn of ['host', 'device'] as const) {
    const { model, images, step } = setUp();
    step(0.05, images, { decideOn });
    step(0.05, images, { decideOn });
    states.push(await toStateDict(model));
  }
  expect(states[1]).toEqual(states[0]);
});

test('weights go through a state dict and back, and the network with them', async () => {
  const one = setUp();
  one.step(0.05);
  const other = createModel('iresnet-tiny', { random: uniformSource(8), embeddingSize: 16, imageSize: 20 });
  const state = await toStateDict(one.model);
  fromStateDict(other, state);
  expect(await toStateDict(other)).toEqual(state);
  const embeddings = (model: typeof other) => tf.tidy(() => model.forward(one.images, false).dataSync());
  expect(embeddings(other)).toEqual(embeddings(one.model));
  state.delete('layer2.0.bn3.running_var');
  expect(() => fromStateDict(other, state)).toThrow('weights lack layer2.0.bn3.running_var');
});
