import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createHead,
  createModel,
  fromStateDict,
  type StateDict,
  type StepOptions,
  sgd,
  toStateDict,
  trainStep,
  useBackend,
} from '../../src/index.js';
import { embedderOf } from '../../src/loop/verification.js';
import { uniformSource } from '../uniformSource.js';
import { difference } from '../vectors/torch.js';
import { have } from './have.js';

const [batch, side, classes, embeddingSize] = [12, 24, 80, 16];

/** A network, its head and their optimiser; the same each time. */
function setUp({ sampleRate = 1 } = {}) {
  const random = uniformSource(5);
  const model = createModel('iresnet-tiny', { random, embeddingSize, imageSize: side });
  const margin = { kind: 'cosface', cosine: 0.35 } as const;
  const head = createHead({ classes, embeddingSize, margin, scale: 16, random, sampleRate });
  const optimizer = sgd({
    groups: [
      { name: 'backbone', parameters: model.parameters, maxGradientNorm: 5 },
      { name: 'head', parameters: head.parameters, rateFactor: 0.5 },
    ],
  });
  return {
    model,
    head,
    optimizer,
    step({
      salt = 0,
      rate = 0.01,
      count = batch,
      brightness = 1,
      shift = 0,
      ...options
    }: Update = {}): number[] {
      const pixels = uniformSource(salt);
      const values = Float32Array.from({ length: count * side * side * 3 }, () => brightness * pixels.next());
      const labels = Array.from({ length: count }, (_, index) => (7 * index + salt + shift) % classes);
      const images = tf.tensor4d(values, [count, side, side, 3]);
      const { loss, gradientNorm } = trainStep(model, head, optimizer, images, labels, rate, options);
      const read = [loss, gradientNorm].map((scalar) => scalar.dataSync()[0]!);
      tf.dispose([images, loss, gradientNorm]);
      return read;
    },
    async state(): Promise<{ network: StateDict; centres: StateDict; velocities: StateDict }> {
      return {
        network: await toStateDict(model),
        centres: await toStateDict(head),
        velocities: await optimizer.state(),
      };
    },
  };
}

interface Update extends StepOptions {
  readonly salt?: number;
  readonly rate?: number;
  readonly count?: number;
  readonly brightness?: number;
  /** Of the labels. */
  readonly shift?: number;
}

const eager = { decideOn: 'device' } as const;
const relative = (a: number, b: number) => Math.abs(a / b - 1);

describe('an update as a graph', () => {
  beforeEach((context) => have('tensorflow', context.skip));

  // Each update has pictures, labels and a rate of its own: none of them may be what it was at the first.
  test.each([1, 0.5, 0.1])(
    'is the update operation by operation (share of classes compared with: %d)',
    async (sampleRate) => {
      const [graph, plain] = [setUp({ sampleRate }), setUp({ sampleRate })];
      for (let salt = 0; salt < 6; salt++) {
        const update = { salt, rate: 0.002 * (salt + 1) };
        const [loss, norm] = graph.step(update);
        const [expectedLoss, expectedNorm] = plain.step({ ...update, ...eager });
        expect(relative(loss!, expectedLoss!), `loss ${salt}`).toBeLessThan(1e-5 * 2 ** salt);
        expect(relative(norm!, expectedNorm!), `norm ${salt}`).toBeLessThan(1e-4 * 2 ** salt);
      }
    },
  );

  test.each([
    ['pictures', { brightness: 0.5 }],
    ['labels', { shift: 1 }],
    ['rate', { rate: 0.5 }],
  ])('feels other %s', async (_, other) => {
    const [one, two] = [setUp(), setUp()];
    for (const each of [one, two]) each.step();
    one.step();
    two.step(other);
    expect(one.step()).not.toEqual(two.step());
  });

  test('changes nothing where it is not finite', async () => {
    const parts = setUp();
    parts.step();
    const before = await parts.state();
    const [, norm] = parts.step({ brightness: Number.NaN });
    expect(norm).toBeNaN();
    expect(await parts.state()).toEqual(before);
    parts.step();
    expect(await parts.state()).not.toEqual(before);
  });

  test('goes on from a checkpoint with the same results to the last bit, whatever sizes of batches were between', async () => {
    const whole = setUp();
    for (let salt = 0; salt < 3; salt++) whole.step({ salt });
    const saved = await whole.state();
    const losses = [3, 4, 5].map((salt) => whole.step({ salt, count: salt === 4 ? 5 : batch }));

    const resumed = setUp();
    fromStateDict(resumed.model, saved.network);
    fromStateDict(resumed.head, saved.centres);
    resumed.optimizer.restore(saved.velocities);
    expect([3, 4, 5].map((salt) => resumed.step({ salt, count: salt === 4 ? 5 : batch }))).toEqual(losses);
    expect(await resumed.state()).toEqual(await whole.state());
  });

  test('embeddings, of batches of any size, are wasm’s', async () => {
    const pixels = Float32Array.from({ length: 5 * side * side * 3 }, (_, index) => Math.sin(index));
    const embeddings = async () => {
      const embed = embedderOf(setUp().model);
      return [
        await embed(pixels, 5),
        await embed(pixels.subarray(0, 2 * side * side * 3), 2),
        await embed(pixels, 5),
      ];
    };
    const found = await embeddings();
    await useBackend('wasm');
    for (const [index, expected] of (await embeddings()).entries())
      expect(difference(found[index]!, [...expected])).toBeLessThan(1e-5);
  });

  test('leaves as many tensors as there were', () => {
    const { step } = setUp();
    step();
    const { numTensors, numDataBuffers } = tf.memory();
    for (let salt = 0; salt < 5; salt++) step({ salt });
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
