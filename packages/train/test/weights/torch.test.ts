import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import { useBackend } from '../../src/index.js';
import { openNetwork } from '../../src/loop/openNetwork.js';
import { embedderOf } from '../../src/loop/verification.js';
import { readWeights } from '../../src/weights/readWeights.js';
import { scratchFolder } from '../loop/smallRun.js';
import { difference, numbers } from '../vectors/torch.js';

/** A Python that may have PyTorch: the tests are skipped where it has not. */
const python = process.env.PYTHON ?? 'python3';
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;
const skipped = hasTorch ? '' : ' [skipped: python3, or PYTHON, has no torch]';

const folder = scratchFolder();
let outputs: Record<string, number[]>;

describe.skipIf(!hasTorch)(`files of torch.save${skipped}`, () => {
  beforeAll(async () => {
    const script = fileURLToPath(new URL('saveTorch.py', import.meta.url));
    const { stdout, stderr, status } = spawnSync(python, [script, folder], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    expect(status, stderr).toBe(0);
    outputs = JSON.parse(stdout);
    await useBackend('wasm');
  }, 300_000);

  test.each<[string, string, number]>([
    ['backbone.pth', 'iresnet-tiny', 24],
    ['parallel.pth', 'iresnet-tiny', 24],
    ['checkpoint.pt', 'iresnet-tiny', 24],
    ['views.pth', 'iresnet-tiny', 24],
    ['parameters.pth', 'iresnet-tiny', 24],
    ['half-as-float.pth', 'iresnet-tiny', 24],
    ['mobilefacenet.pth', 'mobilefacenet', 112],
    ['iresnet-18.pth', 'iresnet-18', 112],
  ])('%s: the network is found, and its embeddings are PyTorch’s to 1e-5', async (name, model, side) => {
    const opened = await openNetwork(join(folder, name), { imageSize: side }, () => {});
    expect(opened.model.name).toBe(model);
    const embeddings = await embedderOf(opened.model)(numbers(3.25, 2 * side * side * 3), 2);
    opened.model.dispose();
    expect(difference(embeddings, outputs[name]!)).toBeLessThan(1e-5);
  });

  test('16-bit floats are read', async () => {
    const { tensors } = await readWeights(join(folder, 'half.pth'));
    const { tensors: floats } = await readWeights(join(folder, 'half-as-float.pth'));
    expect([...tensors.keys()]).toEqual([...floats.keys()]);
    for (const [name, { data }] of floats)
      expect(
        tensors.get(name)!.data.every((value, i) => value === data[i]),
        name,
      ).toBe(true);
  });

  test('the format before 1.6 and a whole module are refused with what to do', async () => {
    await expect(readWeights(join(folder, 'old.pth'))).rejects.toThrow(
      /old\.pth: is in PyTorch’s format from before 1\.6 \(in Python, save it again: torch\.save\(/,
    );
    await expect(readWeights(join(folder, 'module.pth'))).rejects.toThrow(
      /module\.pth: cannot be read as weights: it (uses|calls) .*which no file of weights needs.*\(save the weights alone/,
    );
  });

  test('verify takes them', async () => {
    const args = ['verify', join(folder, 'backbone.pth'), '--image-size=24', '--pairs=20', '--backend=wasm'];
    expect(await run([...args, '--json'])).toBe(0);
  });
});
