import '@tensorflow/tfjs-backend-cpu';
import { forTfjsFit, forTfjsOptimizer, setLearningRate } from '@fastface/core/adapters';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { frozenAfter } from './frozen.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const optimizers = {
  sgd: (rate: number) => tf.train.sgd(rate),
  momentum: (rate: number) => tf.train.momentum(rate, 0.9),
  adagrad: (rate: number) => tf.train.adagrad(rate),
  adadelta: (rate: number) => tf.train.adadelta(rate),
  adam: (rate: number) => tf.train.adam(rate),
  adamax: (rate: number) => tf.train.adamax(rate),
  rmsprop: (rate: number) => tf.train.rmsprop(rate),
};
type Make = (rate: number) => tf.Optimizer;

const target = [1, -2, 3];
const start = [0, 0.5, -1];

/** Weights after each of five updates on a quadratic; `before` is called before each. */
function weights(make: Make, rate: number, before: (optimizer: tf.Optimizer, step: number) => void) {
  const optimizer = make(rate);
  const w = tf.variable(tf.tensor1d(start));
  const path = Array.from({ length: 5 }, (_, step) => {
    before(optimizer, step);
    optimizer.minimize(() => tf.sum(tf.square(tf.sub(w, target))) as tf.Scalar, false, [w]);
    return [...w.dataSync()];
  });
  w.dispose();
  optimizer.dispose();
  return path;
}

describe.each(Object.entries(optimizers))('setLearningRate on %s', (name, make) => {
  test('makes the steps of an optimiser that had that rate from the start', () => {
    const wanted = weights(make, 0.01, () => undefined);
    expect(weights(make, 0.5, (optimizer, step) => step === 0 && setLearningRate(optimizer, 0.01))).toEqual(
      wanted,
    );
    expect(weights(make, 0.5, () => undefined)).not.toEqual(wanted);
  });

  test('of 0 stops the weights in the middle of a run', () => {
    const path = weights(make, 0.1, (optimizer, step) => step === 3 && setLearningRate(optimizer, 0));
    expect(path[2]).not.toEqual(path[1]);
    expect(path[4]).toEqual(path[2]);
  });

  test('is needed where assigning the field is silently ignored', () => {
    const assigned = weights(make, 0.5, (optimizer) => {
      (optimizer as unknown as { learningRate: number }).learningRate = 0.01;
    });
    const isIgnored = ['sgd', 'momentum'].includes(name);
    expect(assigned).toEqual(weights(make, isIgnored ? 0.5 : 0.01, () => undefined));
  });
});

test('setLearningRate refuses what is no optimiser, and no rate', () => {
  expect(() => setLearningRate({}, 0.1)).toThrow(/^invalid optimizer/);
  expect(() => setLearningRate(tf.train.adam(0.1), Number.NaN)).toThrow(/^invalid learningRate: NaN/);
});

describe('forTfjsOptimizer', () => {
  const quadratic = (w: tf.Variable) => () => tf.sum(tf.square(tf.sub(w, target))) as tf.Scalar;

  test.each(Object.entries(optimizers))(
    '%s: the scheduler decides how far the weights go',
    async (_, make) => {
      const w = tf.variable(tf.tensor1d(start));
      const driven = forTfjsOptimizer(make(0.3), { scheduler: frozenAfter(3, 0.1), lag: 0 });
      const path: number[][] = [];
      for (let i = 0; i < 5; i++) {
        await driven.minimize(quadratic(w), [w]);
        path.push([...w.dataSync()]);
      }
      expect(path).toEqual(
        weights(make, 0.1, (optimizer, step) => step === 3 && setLearningRate(optimizer, 0)),
      );
      w.dispose();
    },
  );

  test('reads the loss back lag updates later, every interval-th one, and keeps no tensor', async () => {
    const w = tf.variable(tf.tensor1d(start));
    const driven = forTfjsOptimizer(tf.train.sgd(0.01), { totalSteps: 100, lag: 2, interval: 3 });
    const before = tf.memory().numTensors;
    const wanted: number[] = [];
    const read: (number | null)[] = [];
    for (let i = 0; i < 12; i++) {
      wanted.push(tf.tidy(() => quadratic(w)().dataSync()[0]!));
      read.push(await driven.minimize(quadratic(w), [w]));
    }
    const none = null;
    expect(read).toEqual([none, none, none, none, none, none, none, none, wanted[2], none, none, wanted[5]]);
    expect(driven.rate.state.iteration).toBe(6);
    await driven.finish();
    expect(driven.rate.state.iteration).toBe(12);
    expect(tf.memory().numTensors).toBe(before);
    w.dispose();
  });

  test('finds the plateau with nothing but the length of the run, and goes on from its state', async () => {
    const options = { totalSteps: 400, lag: 0 };
    const run = async (steps: number, state?: unknown) => {
      const w = tf.variable(tf.tensor1d(start));
      const driven = forTfjsOptimizer(
        tf.train.sgd(0.05),
        state === undefined ? options : { ...options, state },
      );
      for (let i = 0; i < steps; i++) await driven.minimize(quadratic(w), [w]);
      w.dispose();
      return driven.rate;
    };
    const rate = await run(400);
    expect(rate.learningRate).toBeLessThan(0.05);
    expect((await run(0, JSON.parse(JSON.stringify(rate.state)))).learningRate).toBe(rate.learningRate);
  });

  test('says what is missing or wrong', () => {
    expect(() => forTfjsOptimizer(tf.train.sgd(0.1), {})).toThrow(/^missing totalSteps/);
    expect(() => forTfjsOptimizer(tf.train.sgd(0.1), { totalSteps: 9, lag: -1 })).toThrow(/^invalid lag: -1/);
    expect(() => forTfjsOptimizer(tf.train.sgd(0.1), { totalSteps: 9, interval: 0 })).toThrow(
      /^invalid interval/,
    );
  });
});

describe('forTfjsFit', () => {
  const x = tf.reshape(tf.linspace(-1, 1, 50), [50, 1]);
  const y = tf.add(tf.mul(x, 3), 1);
  const made: layers.LayersModel[] = [];
  afterEach(() => {
    for (const model of made.splice(0)) model.dispose();
  });

  function line(optimizer: tf.Optimizer): layers.LayersModel {
    const model = layers.sequential({
      layers: [layers.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })],
    });
    model.compile({ optimizer, loss: 'meanSquaredError', metrics: ['mae'] });
    made.push(model);
    return model;
  }

  /** Records the weights after every batch. */
  class Path extends layers.Callback {
    readonly path: number[][] = [];
    override async onBatchEnd(): Promise<void> {
      this.path.push(this.model.getWeights().flatMap((w) => [...w.dataSync()]));
    }
  }

  test('counts iterations over epochs, and its rate moves the weights', async () => {
    const path = new Path();
    const callback = forTfjsFit(layers, { scheduler: frozenAfter(13, 0.1), lag: 0 });
    await line(tf.train.sgd(0.3)).fit(x, y, {
      epochs: 4,
      batchSize: 10,
      verbose: 0,
      callbacks: [callback, path],
    });
    expect(path.path.length).toBe(20);
    expect(path.path[12]).not.toEqual(path.path[11]);
    expect(path.path[13]).toEqual(path.path[12]);
    expect(path.path[19]).toEqual(path.path[12]);
  });

  test('needs nothing but the model: rate and length come from fit', async () => {
    const optimizer = tf.train.momentum(0.05, 0.9);
    const callback = forTfjsFit(layers);
    const history = await line(optimizer).fit(x, y, {
      epochs: 60,
      batchSize: 10,
      verbose: 0,
      callbacks: callback,
    });
    expect(callback.rate!.state.iteration).toBe(300);
    expect(callback.rate!.learningRate).toBeLessThan(0.05);
    expect(optimizer.getConfig().learningRate).toBe(callback.rate!.learningRate);
    expect(history.history.loss!.at(-1)).toBeLessThan(1e-3);
  });

  test('goes on in a second fit, and keeps no tensor', async () => {
    const model = line(tf.train.sgd(0.05));
    const callback = forTfjsFit(layers, { totalSteps: 1000, interval: 2, lag: 3 });
    const fit = () => model.fit(x, y, { epochs: 3, batchSize: 10, verbose: 0, callbacks: callback });
    await fit();
    const before = tf.memory().numTensors;
    await fit();
    expect(callback.rate!.state.iteration).toBe(30);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('first in a list of instances, and one line where it is not', async () => {
    const epochs: number[] = [];
    const onEpochEnd = async (epoch: number) => void epochs.push(epoch);
    const fit = (callbacks: object[]) =>
      line(tf.train.sgd(0.05)).fit(x, y, {
        epochs: 2,
        batchSize: 10,
        verbose: 0,
        callbacks: callbacks as never,
      });
    await fit([forTfjsFit(layers), new layers.CustomCallback({ onEpochEnd })]);
    expect(epochs).toEqual([0, 1]);
    await expect(fit([{ onEpochEnd }, forTfjsFit(layers)])).rejects.toThrow(
      'invalid callbacks: forTfjsFit(tf) is not the first of them (expected [forTfjsFit(tf), …])',
    );
    // In tfjs itself, before anything of the callback is called: the docs say so.
    await expect(fit([forTfjsFit(layers), { onEpochEnd }])).rejects.toThrow(
      'callback.setParams is not a function',
    );
  });
});
