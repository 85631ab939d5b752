import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../../src/index.js';

test('wasm starts without leaving listeners on the process, and its clones share their data', async () => {
  const listeners = () => [process.listeners('uncaughtException'), process.listeners('unhandledRejection')];
  const before = listeners();
  const { name, synchronous } = await useBackend('wasm');
  expect([name, synchronous]).toEqual(['wasm', true]);
  expect(listeners()).toEqual(before);
  const x = tf.tensor1d([1, 2, 3]);
  const clone = tf.clone(x);
  expect(clone.dataId).toBe(x.dataId);
  x.dispose();
  expect([...clone.dataSync()]).toEqual([1, 2, 3]);
});

test('a backend that is not known is said in one line', async () => {
  await expect(useBackend('metal' as never)).rejects.toThrow(/^unknown backend: metal \(expected auto, /);
});
