import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  accumulatedStep,
  createHead,
  createModel,
  type Model,
  type StepOptions,
  sgd,
  toStateDict,
  trainStep,
} from '../src/index.js';
import { gradientsOf } from '../src/model/gradients.js';
import { normal } from '../src/model/initialise.js';
import { plain } from '../src/model/layout.js';
import { Scope } from '../src/model/scope.js';
import { linear } from '../src/ops/linear.js';
import { have } from './backend/have.js';
import { uniformSource } from './uniformSource.js';
import { difference } from './vectors/torch.js';

const [side, embeddingSize, classes] = [16, 8, 5];
const pixels = side * side * 3;

/** A network that looks at each image by itself: one matrix. */
function linearModel(): Model {
  const scope = new Scope(uniformSource(3));
  const { variable } = scope.parameter(
    'weight',
    [pixels, embeddingSize],
    normal(0.1),
    plain(pixels, embeddingSize),
  );
  const forward = (images: tf.Tensor4D) => linear(images, variable as tf.Tensor as tf.Tensor2D);
  return {
    ...createModel('iresnet-tiny', { random: uniformSource(1), embeddingSize, imageSize: side }),
    parameters: scope.parameters,
    buffers: [],
    forward,
    gradients: gradientsOf(forward, [variable]),
  };
}

const normalised = () =>
  createModel('iresnet-tiny', { random: uniformSource(1), embeddingSize, imageSize: side });

/** The same network, head and optimiser each time. */
function setUp(make: () => Model, { sampleRate = 1 } = {}) {
  const model = make();
  const random = uniformSource(2);
  const margin = { kind: 'cosface', cosine: 0.35 } as const;
  const head = createHead({ classes, embeddingSize, margin, scale: 16, random, sampleRate });
  const optimizer = sgd({
    groups: [
      { name: 'backbone', parameters: model.parameters, maxGradientNorm: 0.5 },
      { name: 'head', parameters: head.parameters },
    ],
  });
  const read = ({ loss, gradientNorm }: ReturnType<typeof trainStep>) => {
    const values = [loss, gradientNorm].map((scalar) => scalar.dataSync()[0]!);
    tf.dispose([loss, gradientNorm]);
    return values;
  };
  const images = (salt: number, count: number) => {
    const source = uniformSource(salt);
    return Float32Array.from({ length: count * pixels }, () => 2 * source.next() - 1);
  };
  const labels = (count: number, from = 0) => Array.from({ length: count }, (_, i) => (i + from) % classes);
  return {
    model,
    head,
    whole: (salt: number) =>
      tf.tidy(() => {
        const all = tf.tensor4d(images(salt, 12), [12, side, side, 3]);
        return read(trainStep(model, head, optimizer, all, labels(12), 0.05));
      }),
    inParts: (salt: number, { spoil = -1, ...options }: StepOptions & { spoil?: number } = {}) =>
      tf.tidy(() => {
        const all = images(salt, 12);
        if (spoil >= 0) all[spoil] = Number.NaN;
        const part = (index: number) => ({
          images: tf.tensor4d(all.slice(4 * index * pixels, 4 * (index + 1) * pixels), [4, side, side, 3]),
          labels: labels(4, 4 * index),
        });
        return read(accumulatedStep(model, head, optimizer, [0, 1, 2].map(part), 0.05, options));
      }),
    state: async () => [
      ...(await toStateDict(model)),
      ...(await toStateDict(head)),
      ...(await optimizer.state()),
    ],
  };
}

describe.each(['wasm', 'tensorflow'] as const)('on %s', (backend) => {
  beforeEach((context) => have(backend, context.skip));

  test('three batches are one of three times the size, where no layer looks at a whole batch', async () => {
    const [one, other] = [setUp(linearModel), setUp(linearModel)];
    for (let salt = 0; salt < 4; salt++) {
      const [loss, norm] = one.whole(salt);
      const [meanLoss, meanNorm] = other.inParts(salt);
      expect(meanLoss! / loss!).toBeCloseTo(1, 5);
      expect(meanNorm! / norm!).toBeCloseTo(1, 5);
      expect(norm).toBeGreaterThan(0.5); // so that the mean is clipped, not its parts
    }
    const expected = new Map(await toStateDict(one.model));
    for (const [name, { data }] of await toStateDict(other.model))
      expect(difference(data, [...expected.get(name)!.data])).toBeLessThan(1e-5);
    const centres = (await toStateDict(one.head)).get('weight')!;
    expect(difference((await toStateDict(other.head)).get('weight')!.data, [...centres.data])).toBeLessThan(
      1e-5,
    );
  });

  test.each([{}, { decideOn: 'device' }] as const)(
    'a batch that is not finite, of three, has nothing changed (%o)',
    async (options) => {
      const parts = setUp(normalised);
      parts.inParts(0, options);
      const before = await parts.state();
      expect(parts.inParts(1, { ...options, spoil: 5 * pixels })[1]).toBeNaN();
      expect(await parts.state()).toEqual(before);
      expect(parts.inParts(1, options)[1]).toBeGreaterThan(0);
      expect(await parts.state()).not.toEqual(before);
    },
  );

  test('running statistics move with each batch, classes are sampled for each, and no tensor stays', async () => {
    const { inParts, whole, model } = setUp(normalised, { sampleRate: 0.6 });
    const other = setUp(normalised, { sampleRate: 0.6 });
    inParts(0);
    const { numTensors } = tf.memory();
    inParts(1);
    expect(tf.memory().numTensors).toBe(numTensors);
    other.whole(0);
    other.whole(1);
    const variance = (of: Model) =>
      of.buffers.find(({ name }) => name === 'bn1.running_var')!.variable.dataSync()[0]!;
    // Six batches bring it further from 1, where it began, than two do.
    expect(Math.abs(1 - variance(model))).toBeGreaterThan(2 * Math.abs(1 - variance(other.model)));
    expect(whole(2)[0]).toBeGreaterThan(0);
  });
});

test('no batch is refused', async ({ skip }) => {
  await have('wasm', skip);
  const { model, head } = setUp(normalised);
  const optimizer = sgd({ groups: [] });
  expect(() => accumulatedStep(model, head, optimizer, [], 0.1)).toThrow('invalid batches: none');
});
