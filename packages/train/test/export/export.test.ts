import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GraphModel as Loaded, loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/run.js';
import {
  type Model,
  type ModelName,
  openRecogniser,
  readSafetensors,
  toStateDict,
  useBackend,
  writeSafetensors,
} from '../../src/index.js';
import { scratchFolder } from '../loop/smallRun.js';
import { difference } from '../vectors/torch.js';
import { batch, channelsFirst, example, filledModel } from './filledModel.js';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);

/** A Python that may have onnxruntime, and the runtime of npm: tests are skipped where they are not. */
const python = process.env.PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import onnxruntime, numpy']).status === 0;
const peers = new URL('peers/node_modules/onnxruntime-node/package.json', import.meta.url);
const hasNode = existsSync(peers);

/** Runs the command quietly. */
async function command(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line) => void err.push(line));
  const status = await run(args);
  vi.restoreAllMocks();
  return { status, out: out.join('\n'), err: err.join('\n') };
}

describe.each<[ModelName, number, number]>([
  ['iresnet-tiny', 24, 16],
  ['iresnet-tiny', 35, 8],
  ['mobilefacenet', 32, 24],
  ['mobilefacenet-large', 32, 8],
])('%s of %d pixels', (name, size, embeddingSize) => {
  let model: Model;
  let images: Float32Array;
  let embeddings: number[];
  const source = `${name}-${size}.safetensors`;

  beforeAll(async () => {
    await useBackend('wasm');
    model = await filledModel(name, size, embeddingSize);
    ({ images, embeddings } = await example(model));
    await writeSafetensors(at(source), await toStateDict(model));
  });
  afterAll(() => model.dispose());

  const exported = async (output: string, ...more: string[]) => {
    const flags = ['--network', at(source), '--image-size', String(size), '--backend=wasm', '--json'];
    const { status, out, err } = await command('export', '-o', at(output), ...flags, ...more);
    expect(status, err).toBe(0);
    return JSON.parse(out) as { model: string; files: string[] };
  };

  test('the graph model of TensorFlow.js gives the same embeddings', async () => {
    const { files } = await exported(`${name}-${size}/model.json`);
    const [json, weights] = files.map((file) => readFileSync(file)) as [Buffer, Buffer];
    const { modelTopology, weightsManifest, signature } = JSON.parse(json.toString('utf8'));
    const loaded: Loaded = await loadGraphModel({
      load: async () => ({
        modelTopology,
        signature,
        weightSpecs: weightsManifest[0].weights,
        weightData: Uint8Array.from(weights).buffer,
      }),
    });
    const input = tf.tensor4d(images, [batch, size, size, 3]);
    const output = loaded.predict(input) as tf.Tensor;
    expect(output.shape).toEqual([batch, embeddingSize]);
    expect(difference(output.dataSync(), embeddings)).toBeLessThan(1e-5);
    for (const tensor of [input, output]) tensor.dispose();
    loaded.dispose();
  });

  test.skipIf(!hasPython)(
    `onnxruntime of Python gives the same embeddings${hasPython ? '' : ' [skipped: python3, or PYTHON, has no onnxruntime]'}`,
    async () => {
      const [file] = (await exported(`${name}-${size}.onnx`)).files;
      writeFileSync(at('images.f32'), channelsFirst(images, size));
      const script = fileURLToPath(new URL('runOnnx.py', import.meta.url));
      const shape = JSON.stringify([batch, 3, size, size]);
      const { stdout, stderr } = spawnSync(python, [script, file!, shape, at('images.f32')], {
        encoding: 'utf8',
      });
      const found = JSON.parse(stdout || `{"shape": ${JSON.stringify(stderr)}}`);
      expect(found.shape).toEqual([batch, embeddingSize]);
      expect(difference(found.values, embeddings)).toBeLessThan(1e-5);
    },
  );

  test.skipIf(!hasNode)(
    `onnxruntime-node gives the same embeddings${hasNode ? '' : ' [skipped: it is not installed; npm run peers]'}`,
    async () => {
      const { InferenceSession, Tensor } = createRequire(peers)('onnxruntime-node');
      const [file] = (await exported(`${name}-${size}-node.onnx`)).files;
      const session = await InferenceSession.create(file);
      const input = new Tensor('float32', channelsFirst(images, size), [batch, 3, size, size]);
      const { embeddings: found } = await session.run({ images: input });
      expect(found.dims).toEqual([batch, embeddingSize]);
      expect(difference(found.data, embeddings)).toBeLessThan(1e-5);
    },
  );

  test('safetensors hold the weights, by PyTorch’s names or channels last', async () => {
    const state = await toStateDict(model);
    const [pytorch] = (await exported(`${name}-${size}-again.safetensors`)).files;
    const again = await readSafetensors(pytorch!);
    expect(again.metadata).toEqual({ format: 'pt', model: name, image_size: String(size) });
    expect([...again.tensors.keys()]).toEqual([...state.keys()]);
    for (const [name, { shape, data }] of state) {
      expect(again.tensors.get(name)!.shape).toEqual(shape);
      expect(Buffer.from(again.tensors.get(name)!.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(
        true,
      );
    }

    const [tfjs] = (await exported(`${name}-${size}-last.safetensors`, '--names=tfjs')).files;
    const { tensors } = await readSafetensors(tfjs!);
    const first = name.startsWith('iresnet') ? 'conv1.weight' : 'layers.0.layers.0.weight';
    const [o, i, h, w] = state.get(first)!.shape as [number, number, number, number];
    const { shape, data } = tensors.get(first.replaceAll('.', '/'))!;
    expect(shape).toEqual([h, w, i, o]);
    // Element [out 1, in 2, row 0, column 1].
    expect(data[((0 * w + 1) * i + 2) * o + 1]).toBe(state.get(first)!.data[((1 * i + 2) * h + 0) * w + 1]);
  });
});

test('a file of half the size gives nearly the same embeddings; numbers too large for it are refused', async () => {
  await useBackend('wasm');
  const whole = at('iresnet-tiny-24-again.safetensors');
  const flags = ['--half', '--backend=wasm', '--network'];
  const { status } = await command('export', '-o', at('half.safetensors'), ...flags, whole);
  expect(status).toBe(0);
  expect(statSync(at('half.safetensors')).size).toBeLessThan(0.56 * statSync(whole).size);
  const [embeddings, halved] = await Promise.all(
    [whole, at('half.safetensors')].map(async (file) => {
      const { model, dispose } = await openRecogniser(file, { backend: null });
      const found = (await example(model)).embeddings;
      dispose();
      return found;
    }),
  );
  const away = difference(halved!, embeddings!);
  expect(away).toBeGreaterThan(0);
  expect(away).toBeLessThan(5e-3);

  const { tensors } = await readSafetensors(whole);
  tensors.get('conv1.weight')!.data[3] = 1e5;
  await writeSafetensors(at('large.safetensors'), tensors, { image_size: '24' });
  const refused = await command('export', '-o', at('x.safetensors'), ...flags, at('large.safetensors'));
  expect(refused.status).toBe(1);
  expect(refused.err).toMatch(
    /large\.safetensors: conv1\.weight has 100000, too large for 16 bits \(export it without/,
  );
});

test('an exported file tells its network and the size of its images', async () => {
  await useBackend('wasm');
  const { status, out } = await command(
    ...['export', '-o', at('told.onnx'), '--json', '--backend=wasm'],
    ...['--network', at('iresnet-tiny-24-again.safetensors')],
  );
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ model: 'iresnet-tiny', imageSize: 24, embeddingSize: 16 });
});

test.each<[string, number, RegExp, string[]]>([
  ['another ending', 2, /--output.*ends in \.onnx/, ['-o', 'x.pb']],
  ['names for ONNX', 2, /--names: only safetensors/, ['-o', 'x.onnx', '--names=tfjs']],
  ['half an ONNX', 2, /--half: only safetensors/, ['-o', 'x.onnx', '--half']],
  ['no output', 2, /required option/, []],
  [
    'a place that is none',
    1,
    /x\.onnx: cannot be written \(E/,
    ['-o', '/proc/none/x.onnx', '--backend=wasm', '--network', at('iresnet-tiny-24-again.safetensors')],
  ],
])('%s', async (_, status, message, args) => {
  const result = await command('export', ...args);
  if (result.err !== '') expect(result.err).toMatch(message);
  expect(result.status).toBe(status);
});
