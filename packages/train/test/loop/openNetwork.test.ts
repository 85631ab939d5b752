import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeSafetensors } from '../../src/checkpoint/writeSafetensors.js';
import { type StateDict, toStateDict, useBackend } from '../../src/index.js';
import { openNetwork } from '../../src/loop/openNetwork.js';
import { filledModel } from '../export/filledModel.js';
import { scratchFolder } from './smallRun.js';

const folder = scratchFolder();
let state: StateDict;
beforeAll(async () => {
  await useBackend('wasm');
  state = await toStateDict(await filledModel('iresnet-tiny', 16, 8));
});

const opened = async (name: string, tensors: StateDict, metadata: Record<string, string>) => {
  const path = join(folder, `${name}.safetensors`);
  await writeSafetensors(path, tensors, metadata);
  const { model, digest } = await openNetwork(path, {}, () => {});
  model.dispose();
  return { size: model.imageSize, digest };
};

test('the same weights in another order, and with the count of batches, are the same network', async () => {
  const { size, digest } = await opened('a', state, { image_size: '16' });
  expect(size).toBe(16);
  const count = ['features.num_batches_tracked', { shape: [], data: Float32Array.of(7) }] as const;
  const other = new Map([count, ...[...state].reverse()]);
  expect((await opened('b', other, { image_size: '16' })).digest).toBe(digest);
  const changed = new Map(state);
  changed.set('features.bias', { shape: [8], data: new Float32Array(8).fill(0.5) });
  expect((await opened('c', changed, { image_size: '16' })).digest).not.toBe(digest);
});

test('a small file makes no large network, whatever size it says', async () => {
  await expect(opened('large', state, { image_size: '4000' })).rejects.toThrow(
    /large\.safetensors: has \d+ numbers, fewer than the \d+ of iresnet-tiny/,
  );
});
