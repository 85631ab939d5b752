import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { runAsGraph } from '../../src/backend/tensorflow/graph/runAsGraph.js';
import { execute } from '../../src/ops/tensorflow/execute.js';
import type { Work } from '../../src/ops/tensorflow/graphs.js';
import { have } from './have.js';

/** Work that counts its calls, and is its own owner. */
function counted(work: Work) {
  const counter = {
    calls: 0,
    run: (...inputs: tf.Tensor[]) =>
      runAsGraph(
        [counter],
        (inputs) => {
          counter.calls++;
          return work(inputs);
        },
        inputs,
      ),
    first: (...inputs: tf.Tensor[]) => numbers(counter.run(...inputs).outputs[0]!),
  };
  return counter;
}

const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];
const sessions = () => (tf.backend() as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels();

describe('work as a graph', () => {
  beforeEach((context) => have('tensorflow', context.skip));

  test('is done by hand once, and its inputs are those of each call', () => {
    const work = counted(([x, y]) => [tf.add(tf.mul(x!, 2), y!), tf.sum(x!)]);
    for (const [[a, b], y] of [
      [[1, 2], 3],
      [[4, 5], 6],
      [[7, -8], 9],
    ] as const) {
      const { outputs, changes } = work.run(tf.tensor1d([a, b]), tf.scalar(y));
      expect(outputs.map(numbers)).toEqual([[2 * a + y, 2 * b + y], [a + b]]);
      expect(changes).toEqual([]);
    }
    expect(work.calls).toBe(1);
  });

  test('other shapes and other owners are another graph', () => {
    const make = () => counted(([x]) => [tf.sum(tf.square(x!))]);
    const [one, other] = [make(), make()];
    expect(one.first(tf.tensor1d([1, 2]))).toEqual([5]);
    expect(one.first(tf.tensor1d([1, 2, 3]))).toEqual([14]);
    expect(one.first(tf.tensor1d([3, 4]))).toEqual([25]);
    expect(one.first(tf.tensor2d([[3, 4]]))).toEqual([25]);
    expect(other.first(tf.tensor1d([1, 1]))).toEqual([2]);
    expect([one.calls, other.calls]).toEqual([3, 1]);
  });

  test('reads variables as they are then, and says what it would make of them', () => {
    const [sum, offset] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.scalar(10))];
    const work = counted(([x]) => {
      sum.assign(tf.add(sum, tf.mul(x!, offset)) as tf.Tensor1D);
      return [tf.sum(sum as tf.Tensor)];
    });
    expect(work.first(tf.tensor1d([1, 1]))).toEqual([23]);
    expect(numbers(sum)).toEqual([1, 2]);
    offset.assign(tf.scalar(100));
    const { outputs, changes } = work.run(tf.tensor1d([1, 0]));
    expect(outputs.map(numbers)).toEqual([[103]]);
    expect(changes.map(([variable, value]) => [variable, numbers(value)])).toEqual([[sum, [101, 2]]]);
    changes[0]![0].assign(changes[0]![1]);
    expect(work.first(tf.tensor1d([1, 0]))).toEqual([203]);
    expect(work.calls).toBe(1);
  });

  test('has operations of several outputs, constants of each type, lists, and outputs that are inputs', () => {
    const work = counted(([x]) => {
      const [, second] = tf.split(x as tf.Tensor2D, 2, 0) as [tf.Tensor, tf.Tensor];
      const chosen = tf.where(
        tf.tensor1d([true, false], 'bool'),
        second,
        tf.gatherND(x!, tf.tensor1d([0], 'int32')),
      );
      const padded = tf.pad(
        x as tf.Tensor2D,
        [
          [0, 1],
          [1, 0],
        ],
        7,
      );
      return [chosen, padded, x!, tf.zeros([2]), tf.clone(x!), tf.cast(tf.greater(x!, 2), 'int32')];
    });
    for (let call = 0; call < 2; call++) {
      expect(
        work
          .run(
            tf.tensor2d([
              [1, 2],
              [3, 4],
            ]),
          )
          .outputs.map(numbers),
      ).toEqual([
        [3, 2],
        [7, 1, 2, 7, 3, 4, 7, 7, 7],
        [1, 2, 3, 4],
        [0, 0],
        [1, 2, 3, 4],
        [0, 0, 1, 1],
      ]);
    }
    expect(work.calls).toBe(1);
  });

  test('that looks at values is done by hand every time', () => {
    const work = counted(([x]) => [tf.mul(x!, tf.sum(x!).dataSync()[0]!)]);
    expect(work.first(tf.tensor1d([1, 2]))).toEqual([3, 6]);
    expect(work.first(tf.tensor1d([1, 3]))).toEqual([4, 12]);
    expect(work.calls).toBe(2);
  });

  test('of which TensorFlow makes no graph is done by hand, with one warning', async () => {
    const warnings: string[] = [];
    // Newer versions of Node warn of what tfjs-node calls.
    const listen = ({ name, message }: Error) => name === 'Warning' && warnings.push(message);
    process.on('warning', listen);
    // The type is inferred where an operation runs by itself; in a graph it must be said.
    const work = counted(([x]) => execute('Neg', [], [x!]));
    for (const value of [1, 2, 3]) expect(work.first(tf.scalar(value))).toEqual([-value]);
    await setImmediate();
    process.off('warning', listen);
    expect(work.calls).toBe(3);
    expect(warnings).toEqual([expect.stringContaining('TensorFlow makes no graph of this')]);
  });

  test('that fails leaves the backend and the variables as they were', () => {
    const variable = tf.variable(tf.scalar(1));
    const work = counted(([x]) => {
      variable.assign(x as tf.Scalar);
      throw new RangeError('no');
    });
    const { executeSingleOutput } = tf.backend() as unknown as Record<string, unknown>;
    expect(() => work.run(tf.scalar(2))).toThrow('no');
    expect(numbers(variable)).toEqual([1]);
    expect(tf.backend()).toHaveProperty('executeSingleOutput', executeSingleOutput);
  });

  test('leaves no tensor, no file, and few sessions behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fastface-test-'));
    vi.stubEnv('TMPDIR', folder);
    const files = () => readdirSync(folder);
    const work = counted(([x]) => [tf.sum(tf.add(x!, 1))]);
    const tensors = tf.memory().numTensors;
    for (let length = 1; length <= 20; length++) {
      tf.tidy(() => {
        work.run(tf.ones([length]));
      });
    }
    expect(tf.memory().numTensors).toBe(tensors);
    expect(files()).toEqual([]);
    expect(sessions()).toBeLessThanOrEqual(6);
    expect(tf.tidy(() => work.first(tf.ones([1])))).toEqual([2]);
    vi.unstubAllEnvs();
    rmdirSync(folder);
  });
});
