import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import {
  createHead,
  createModel,
  type Model,
  sgd,
  threadedModel,
  trainStep,
  useBackend,
} from '../../src/index.js';
import { uniformSource } from '../uniformSource.js';

beforeAll(async () => {
  await useBackend('wasm');
});

const batch = 7;
const images = () => tf.randomUniform([batch, 20, 20, 3], -1, 1, 'float32', 5) as tf.Tensor4D;
const labels = [0, 1, 2, 3, 0, 1, 2];

/** The losses of some steps, and what the model has become. */
function train(model: Model, steps: number) {
  const random = uniformSource(9);
  const head = createHead({
    classes: 4,
    embeddingSize: 8,
    margin: { kind: 'arcface', angle: 0.5 },
    random,
    scale: 16,
  });
  const optimizer = sgd({
    groups: [
      { name: 'backbone', parameters: model.parameters, maxGradientNorm: 5 },
      { name: 'head', parameters: head.parameters },
    ],
  });
  const pictures = images();
  const losses: number[] = [];
  const tensors: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { loss, gradientNorm } = trainStep(model, head, optimizer, pictures, labels, 0.02);
    losses.push(loss.dataSync()[0]!);
    tf.dispose([loss, gradientNorm]);
    tensors.push(tf.memory().numTensors);
  }
  const embeddings = tf.tidy(() => model.forward(pictures, false).dataSync());
  return { head, optimizer, losses, tensors, embeddings };
}

const fresh = () =>
  createModel('iresnet-tiny', { random: uniformSource(2), embeddingSize: 8, imageSize: 20 });

test('two and three threads train as one does, up to rounding, and leave no tensors behind', async () => {
  const alone = train(fresh(), 4);
  expect(alone.losses[3]).toBeLessThan(0.9 * alone.losses[0]!);
  for (const threads of [2, 3]) {
    const model = await threadedModel(fresh(), threads);
    const { losses, tensors, embeddings } = train(model, 4);
    model.dispose();
    for (const [step, loss] of losses.entries()) expect(loss / alone.losses[step]!).toBeCloseTo(1, 3);
    for (const [index, value] of embeddings.entries()) expect(value).toBeCloseTo(alone.embeddings[index]!, 2);
    expect(new Set(tensors).size).toBe(1);
  }
});

test('two runs with as many threads are the same, bit for bit', async () => {
  const run = async () => {
    const model = await threadedModel(fresh(), 2);
    const { losses } = train(model, 3);
    model.dispose();
    return losses;
  };
  expect(await run()).toEqual(await run());
});

test('one thread is the model itself; a number that is not possible is said', async () => {
  const model = fresh();
  expect(await threadedModel(model, 1)).toBe(model);
  await expect(threadedModel(model, 0)).rejects.toThrow(
    'invalid threads: 0 (expected a whole number from 1)',
  );
});

test('a mistake in the main thread does not leave it waiting', async () => {
  const model = await threadedModel(fresh(), 2);
  const { head, optimizer } = train(model, 1);
  const step = (last: number) =>
    trainStep(model, head, optimizer, images(), [0, 1, 2, 3, last, 0, 0], 0.02).loss.dataSync()[0];
  // Found before the threads are set to work: no harm done.
  expect(() => step(4)).toThrow('invalid label: 4 (expected 0 … 3)');
  expect(step(3)).toBeGreaterThan(0);
  const mistake = () =>
    model.gradients(images(), () => {
      throw new Error('not a loss');
    }, []);
  expect(mistake).toThrow('not a loss');
  expect(mistake).toThrow('a thread has failed');
  model.dispose();
});
