import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { BadInput } from '../../src/badInput.js';
import type { Checkpoint } from '../../src/checkpoint/checkpoint.js';
import { contentDigest } from '../../src/checkpoint/contentDigest.js';
import { fileDigest } from '../../src/checkpoint/fileDigest.js';
import { latestCheckpoint, loadCheckpoint } from '../../src/checkpoint/loadCheckpoint.js';
import { saveCheckpoint } from '../../src/checkpoint/saveCheckpoint.js';

const root = mkdtempSync(join(tmpdir(), 'fastface-checkpoint-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const fresh = () => join(root, String(folders++));

const checkpointAt = (step: number): Checkpoint => ({
  config: { model: 'iresnet-tiny', seed: 7 },
  backbone: new Map([['conv1.weight', { shape: [2, 1], data: Float32Array.of(step, -0.5) }]]),
  training: new Map([['head.weight', { shape: [1], data: Float32Array.of(3) }]]),
  state: {
    step,
    scheduler: { scheduler: 'constant', version: 1, iteration: step, learningRate: 0.1, decision: 'hold' },
    batches: { seed: 7, epoch: 2, position: 32 },
    pending: [{ step: step - 1, epoch: 2, learningRate: 0.1, loss: 2.5, gradientNorm: null }],
    badLosses: 4,
    badLossesInARow: 1,
    lengths: { 'trace.jsonl': 120 },
    seconds: 12.5,
  },
});

const latest = async (folder: string) => {
  const damaged: string[] = [];
  const { path, state } = await latestCheckpoint(folder, (error: BadInput) => damaged.push(error.message));
  return { path, step: state.step, damaged };
};

describe('a checkpoint', () => {
  test('is what was saved', async () => {
    const saved = checkpointAt(9);
    const { path, ...loaded } = await loadCheckpoint(await saveCheckpoint(fresh(), saved));
    expect(path).toMatch(/step-00000009$/);
    expect(loaded).toEqual({ ...saved, habits: {} });
  });

  test('the newest is taken, and the last two are kept', async () => {
    const folder = fresh();
    for (const step of [0, 500, 1000, 99_999_999, 100_000_000])
      await saveCheckpoint(folder, checkpointAt(step));
    expect(readdirSync(folder).sort()).toEqual(['step-100000000', 'step-99999999']);
    expect(await latest(folder)).toMatchObject({ step: 100_000_000, damaged: [] });
    expect(await latest(join(folder, 'step-99999999'))).toMatchObject({ step: 99_999_999 });
  });

  test('the best is kept until a checkpoint after the next best; one of an earlier step removes no later ones', async () => {
    const folder = fresh();
    const names = () => readdirSync(folder).sort();
    const best = (step: number) => saveCheckpoint(folder, checkpointAt(step), []);
    const plain = (step: number) => saveCheckpoint(folder, checkpointAt(step));
    await best(4);
    await plain(5);
    await best(7);
    await best(9);
    // A run that dies here goes on at 5, where 4 was the best.
    expect(names()).toEqual(['best-00000004', 'best-00000009', 'step-00000005']);
    await plain(10);
    expect(names()).toEqual(['best-00000009', 'step-00000005', 'step-00000010']);
    await plain(15);
    await plain(9);
    expect(names()).toEqual(['best-00000009', 'step-00000009', 'step-00000010', 'step-00000015']);
  });

  test('takes the place of one of the same step', async () => {
    const folder = fresh();
    await saveCheckpoint(folder, checkpointAt(5));
    await saveCheckpoint(folder, { ...checkpointAt(5), config: { model: 'other' } });
    expect((await loadCheckpoint(join(folder, 'step-00000005'))).config).toEqual({ model: 'other' });
  });

  test('that was not finished when the process died is not there, and is cleared away', async () => {
    const folder = fresh();
    await saveCheckpoint(folder, checkpointAt(5));
    mkdirSync(join(folder, 'step-00000009.unfinished'));
    writeFileSync(join(folder, 'step-00000009.unfinished', 'backbone.safetensors'), 'torn');
    expect(await latest(folder)).toMatchObject({ step: 5, damaged: [] });
    await saveCheckpoint(folder, checkpointAt(9));
    expect(readdirSync(folder).sort()).toEqual(['step-00000005', 'step-00000009']);
  });
});

const files = ['state.json', 'backbone.safetensors', 'training.safetensors'];

describe('damage', () => {
  test.each(files)('to %s: the checkpoint before is taken, and one line says why', async (file) => {
    for (const damage of ['cut', 'changed', 'missing']) {
      const folder = fresh();
      await saveCheckpoint(folder, checkpointAt(1));
      const path = join(await saveCheckpoint(folder, checkpointAt(2)), file);
      const bytes = readFileSync(path);
      if (damage === 'cut') truncateSync(path, bytes.length - 5);
      else if (damage === 'missing') rmSync(path);
      else
        writeFileSync(
          path,
          bytes.map((byte, i) => (i === bytes.length - 3 ? byte ^ 1 : byte)),
        );
      const found = await latest(folder);
      expect(found.step, `${damage} ${file}`).toBe(1);
      expect(found.damaged.length).toBe(1);
      expect(found.damaged[0]).toMatch(/step-00000002/);
      expect(found.damaged[0]).not.toContain('\n');
    }
  });

  test('to any byte of state.json: what it says is what was written, or the checkpoint before is taken', async () => {
    const folder = fresh();
    await saveCheckpoint(folder, checkpointAt(1));
    const file = join(await saveCheckpoint(folder, checkpointAt(2)), 'state.json');
    const bytes = readFileSync(file);
    const said = JSON.parse(bytes.toString());
    let seen = 0;
    for (let i = 0; i < bytes.length; i++) {
      writeFileSync(
        file,
        Buffer.concat([bytes.subarray(0, i), Buffer.from([bytes[i]! ^ 1]), bytes.subarray(i + 1)]),
      );
      const found = await latest(folder);
      if (found.step === 1) seen++;
      else expect(JSON.parse(readFileSync(file, 'utf8')), `byte ${i}`).toEqual(said);
    }
    expect(seen).toBeGreaterThan(bytes.length / 2);
  });

  test('to all of them', async () => {
    const folder = fresh();
    rmSync(join(await saveCheckpoint(folder, checkpointAt(1)), 'state.json'));
    await expect(latest(folder)).rejects.toThrow(/has no checkpoint that is whole \(begin the run again/);
    await expect(latest(join(root, 'none'))).rejects.toThrow(/none: has no checkpoint/);
    await expect(loadCheckpoint(root)).rejects.toThrow(/is no checkpoint: it has no state.json/);
  });

  type State = Record<string, unknown>;
  test.each<[string, RegExp, (content: { state: State } & State) => void]>([
    ['another program’s', /is no checkpoint of fastface-train/, (content) => (content.format = 'pt')],
    ['a newer version', /is of version 3, this program reads version 2/, (content) => (content.version = 3)],
    ['no files', /lacks files/, (content) => (content.files = [])],
    [
      'files that are no records',
      /backbone.safetensors: is not the file/,
      (c) => (c.files = { 'backbone.safetensors': null }),
    ],
    ['a step that is none', /state.step is missing or no valid value/, ({ state }) => (state.step = -1)],
    ['no batches', /state.batches/, ({ state }) => delete state.batches],
    [
      'a position that is none',
      /state.batches/,
      ({ state }) => (state.batches = { seed: 1, epoch: 0, position: 1.5 }),
    ],
    ['pending that is no list', /state.pending/, ({ state }) => (state.pending = {})],
    ['a pending loss that is none', /state.pending/, ({ state }) => (state.pending = [{ step: 0 }])],
    ['lengths of text', /state.lengths/, ({ state }) => (state.lengths = { a: 'b' })],
  ])('to the state: %s', async (_, message, change) => {
    const path = await saveCheckpoint(fresh(), checkpointAt(1));
    const file = join(path, 'state.json');
    const content = JSON.parse(readFileSync(file, 'utf8'));
    change(content);
    const { format, version, sha256, ...said } = content;
    writeFileSync(file, JSON.stringify({ ...content, sha256: contentDigest(said) }));
    await expect(loadCheckpoint(path)).rejects.toThrow(message);
    expect(existsSync(file)).toBe(true);
  });
});

test('the digest of a large file, which a thread reads, is that of its bytes', async () => {
  const path = join(fresh(), 'large');
  const bytes = Buffer.alloc(2 ** 25 + 3, 'large');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(await fileDigest(path)).toEqual({ bytes: bytes.length, sha256 });
});
