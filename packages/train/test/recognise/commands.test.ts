import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/run.js';
import { flip } from '../../src/faces/flip.js';
import { normalise } from '../../src/faces/normalise.js';
import { readNpy } from '../../src/faces/npy.js';
import { Gallery, generatedFaces, openGallery, openRecogniser, saveGallery } from '../../src/index.js';
import { embedderOf } from '../../src/loop/verification.js';
import { small } from '../loop/command.js';
import { scratchFolder } from '../loop/smallRun.js';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
const network = ['--network', at('run'), '--backend', 'wasm'];
const face = (person: number, image: number) => at(`people/p${person}/${image}.png`);

/** Runs a command in this process. */
async function command(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line) => void err.push(line));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text).trimEnd()) > 0);
  const status = await run(args);
  vi.restoreAllMocks();
  return { status, lines: out, out: out.join('\n'), err: err.join('\n') };
}
afterEach(() => vi.restoreAllMocks());

beforeAll(async () => {
  const train = small.filter((flag) => !flag.startsWith('--verify-pairs'));
  const { status, err } = await command(
    'train',
    ...train,
    '--verify-pairs=40',
    `--out=${at('run')}`,
    '--json',
  );
  expect(status, err).toBe(0);
  const faces = await generatedFaces(
    { identities: 3, perIdentity: 4, imageSize: 16, split: 'test' },
    { cache: null },
  );
  const pixels = new Uint8Array(16 * 16 * 3);
  for (let index = 0; index < faces.length; index++) {
    await faces.image(index, pixels);
    mkdirSync(at(`people/p${faces.label(index)}`), { recursive: true });
    const raw = { width: 16, height: 16, channels: 3 as const };
    await sharp(pixels, { raw })
      .png()
      .toFile(face(faces.label(index), index % 4));
  }
}, 120_000);

/** The embedding as it is defined: of the image, plus of its mirror image, scaled to length 1. */
async function expected(file: string): Promise<number[]> {
  const { model, dispose } = await openRecogniser(at('run'), { backend: 'wasm' });
  const pixels = new Uint8Array(await sharp(file).removeAlpha().raw().toBuffer());
  const straight = await embedderOf(model)(normalise(pixels), 1);
  flip(pixels, 16);
  const mirrored = await embedderOf(model)(normalise(pixels), 1);
  dispose();
  const sum = Array.from(straight, (value, i) => value + mirrored[i]!);
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}

const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe('compare', () => {
  test('gives the cosine of the embeddings, and the verdict by the threshold of the run', async () => {
    const { status, out } = await command('compare', face(0, 0), face(1, 1), ...network, '--json');
    expect(status).toBe(0);
    const result = JSON.parse(out);
    const similarity = cosine(await expected(face(0, 0)), await expected(face(1, 1)));
    expect(result.similarity).toBeCloseTo(similarity, 5);
    const [, { threshold }] = JSON.parse(readFileSync(at('run/verification.json'), 'utf8'));
    expect(Math.abs(threshold)).toBeLessThan(1);
    expect(result).toMatchObject({ threshold, same: similarity > threshold });
  });

  test('takes another threshold: a number, or what verify found', async () => {
    const pair = [face(0, 0), face(0, 1), ...network];
    const { similarity } = JSON.parse((await command('compare', ...pair, '--json')).out);
    const above = await command('compare', ...pair, '--threshold', String(similarity + 0.001));
    expect(above.out).toMatch(/^similarity -?\d\.\d{4}, threshold -?\d\.\d{4}: two people$/);
    const below = await command('compare', ...pair, `--threshold=${similarity - 0.001}`);
    expect(below.out).toMatch(/: one person$/);
    const { out } = await command('verify', at('run'), '--backend=wasm', '--pairs=40', '--json');
    writeFileSync(at('verified.json'), out);
    const [, { threshold }] = JSON.parse(out).results;
    const found = await command('compare', ...pair, '--threshold', at('verified.json'), '--json');
    expect(JSON.parse(found.out).threshold).toBe(threshold);
  });

  test('an image and itself are alike', async () => {
    const { out } = await command('compare', face(2, 0), face(2, 0), ...network);
    expect(out).toMatch(/^similarity 1\.0000, /);
  });

  test('without a threshold there is no verdict', async () => {
    copyFileSync(at('run/checkpoints/step-00000024/backbone.safetensors'), at('weights.safetensors'));
    const weights = ['--network', at('weights.safetensors'), '--image-size=16', '--backend=wasm'];
    const { status, out } = await command('compare', face(0, 0), face(1, 1), ...weights);
    expect([status, out]).toEqual([0, expect.stringMatching(/no verdict: give a --threshold/)]);
  });

  test('advises nothing that it does not have', async () => {
    writeFileSync(at('text.png'), 'x');
    const { status, err } = await command('compare', face(0, 0), at('text.png'), ...network);
    expect([status, err]).toEqual([
      1,
      expect.stringMatching(/cannot be decoded: .* \(give another image\)$/),
    ]);
  });

  test.each<[string, number, RegExp, string[]]>([
    ['no such image', 1, /none\.png: is not there/, ['compare', face(0, 0), 'none.png', ...network]],
    ['a folder', 1, /p0: is a folder/, ['compare', at('people/p0'), face(0, 0), ...network]],
    ['a threshold beyond 1', 2, /--threshold.*from −1 to 1/, ['compare', 'a', 'b', '--threshold=2']],
    [
      'a threshold file without one',
      1,
      /state\.json: has no threshold/,
      [
        'compare',
        face(0, 0),
        face(0, 1),
        ...network,
        `--threshold=${at('run/checkpoints/step-00000024/state.json')}`,
      ],
    ],
    ['no network', 1, /nowhere: is not there/, ['compare', face(0, 0), face(0, 1), '--network=nowhere']],
    ['three images', 2, /too many arguments/, ['compare', 'a', 'b', 'c']],
  ])('%s', async (_, status, message, args) => {
    const result = await command(...args);
    expect(result.err).toMatch(message);
    expect(result.status).toBe(status);
  });
});

describe('embed', () => {
  test('JSON, npy and a gallery hold the same embeddings', async () => {
    writeFileSync(at('people/p0/moving.gif'), 'GIF89a');
    const { out, err } = await command('embed', at('people'), ...network);
    expect(err).toMatch(/passed over: .*people: has one file of other kinds: 1 \.gif \(images are jpg/);
    const { images, dimension } = JSON.parse(out);
    expect([images.length, dimension]).toEqual([12, 8]);
    expect(images[5].file).toBe(face(1, 1));
    for (const [i, value] of (await expected(face(1, 1))).entries())
      expect(images[5].embedding[i]).toBeCloseTo(value, 5);
    const flat = images.flatMap(({ embedding }: { embedding: number[] }) => embedding);

    const npy = await command('embed', at('people'), ...network, '-o', at('all.npy'), '--json');
    expect(JSON.parse(npy.out)).toMatchObject({
      images: 12,
      dimension: 8,
      skipped: 0,
      output: at('all.npy'),
    });
    const { shape, values } = readNpy(readFileSync(at('all.npy')), 'all.npy');
    expect(shape).toEqual([12, 8]);
    expect(values).toEqual(Float32Array.from(flat));

    await command('embed', at('people'), ...network, '-o', at('all.safetensors'));
    const { gallery } = await openGallery(at('all.safetensors'));
    expect(gallery.values).toEqual(Float32Array.from(flat));
  });

  test('an unreadable image ends it, or is left out', async () => {
    mkdirSync(at('damaged'), { recursive: true });
    copyFileSync(face(0, 0), at('damaged/0.png'));
    writeFileSync(at('damaged/1.png'), readFileSync(face(0, 1)).subarray(0, 60));
    expect(await command('embed', at('damaged'), ...network)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/1\.png: cannot be decoded/),
    });
    const skipped = await command('embed', at('damaged'), ...network, '--on-bad-image=skip');
    expect(JSON.parse(skipped.out).images).toHaveLength(1);
    expect(skipped.err).toMatch(/skipped: .*1\.png/);
  });

  test('JSON comes image by image, on the screen and in a file of a new folder', async () => {
    const args = ['embed', face(0, 0), face(0, 1), face(0, 2), ...network];
    const { lines, out } = await command(...args);
    expect(lines).toHaveLength(5);
    expect(JSON.parse(out).images).toHaveLength(3);
    expect(await command(...args, '-o', at('new/folder/x.json'))).toMatchObject({ status: 0 });
    expect(readFileSync(at('new/folder/x.json'), 'utf8')).toBe(`${out}\n`);
  });

  test('output that is none, and that cannot be written', async () => {
    expect(await command('embed', face(0, 0), '-o', 'x.csv')).toMatchObject({ status: 2 });
    // The network is not looked for: the path is tested before the work.
    const below = join(face(0, 0), 'x.npy');
    expect(await command('embed', face(0, 0), '--network=nowhere', '-o', below)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/x\.npy: cannot be written \(ENOTDIR\)/),
    });
  });

  test.each(['embed', 'verify'])('%s: an odd number of images at once', async (name) => {
    expect(await command(name, 'x', '--batch-size=3')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/--batch-size.*Expected an even number, at least 2/),
    });
  });
});

describe('search', () => {
  test('finds the image itself first, in a folder and in a saved gallery', async () => {
    await command('embed', at('people'), ...network, '-o', at('gallery.safetensors'));
    const args = [face(1, 2), '--top=3', ...network, '--json'];
    const fresh = JSON.parse((await command('search', at('people'), ...args)).out);
    const saved = JSON.parse((await command('search', at('gallery.safetensors'), ...args)).out);
    expect(fresh.gallery).toBe(12);
    expect(fresh.images[0].matches).toHaveLength(3);
    expect(fresh.images[0].matches[0]).toEqual({ name: face(1, 2), similarity: expect.closeTo(1, 5) });
    expect(saved.images).toEqual(fresh.images);
  });

  test('marks what is above the threshold', async () => {
    const { out } = await command(
      'search',
      at('people'),
      face(0, 0),
      ...network,
      '--threshold=0.9999',
      '--top=2',
    );
    expect(out).toMatch(/0\.png:\n\* {2}1\.0000 {2}\S+\n {2}.*\n12 compared in \S+ ms; threshold 0\.9999$/);
  });

  test('a gallery of another network is refused', async () => {
    const { gallery } = await openGallery(at('gallery.safetensors'));
    await saveGallery(at('other.safetensors'), gallery, '0123456789abcdef');
    expect(await command('search', at('other.safetensors'), face(0, 0), ...network)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/other\.safetensors: was embedded by another network/),
    });
  });

  test('a gallery of embeddings of another length is refused', async () => {
    const { network: digest } = await openGallery(at('gallery.safetensors'));
    const gallery = new Gallery({ names: ['a'], dimension: 2, values: Float32Array.of(1, 0) });
    await saveGallery(at('short.safetensors'), gallery, digest);
    expect(await command('search', at('short.safetensors'), face(0, 0), ...network)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/short\.safetensors: has rows of 2 numbers, not 8 \(name the same/),
    });
  });

  test('names of a gallery cannot steer the terminal', async () => {
    const { gallery, network: digest } = await openGallery(at('gallery.safetensors'));
    const names = gallery.names.map((_, i) => `\u001b[2J${i}\u202e\nx`);
    await saveGallery(at('hostile.safetensors'), new Gallery({ ...gallery, names }), digest);
    const query = at('a\u001b[31m.png');
    copyFileSync(face(0, 0), query);
    const { lines, out } = await command('search', at('hostile.safetensors'), query, ...network, '--top=1');
    expect(lines.slice(0, 2)).toEqual([
      `${at('a [31m.png')}:`,
      expect.stringMatching(/ 1\.0000 {2} \[2J0 x$/),
    ]);
    for (const character of ['\u001b', '\u202e']) expect(out).not.toContain(character);
  });

  test('unreadable images end it, or are left out of queries and gallery', async () => {
    mkdirSync(at('some'), { recursive: true });
    writeFileSync(at('some/0.png'), 'x');
    copyFileSync(face(1, 1), at('some/1.png'));
    const args = ['search', at('some'), at('some/0.png'), face(0, 0), at('some/1.png'), ...network, '--json'];
    expect(await command(...args)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/--on-bad-image skip/),
    });
    const { out, err } = await command(...args, '--on-bad-image=skip');
    expect(err.match(/skipped: .*0\.png: cannot be decoded/g)).toHaveLength(2);
    const { gallery, images } = JSON.parse(out);
    expect(gallery).toBe(1);
    expect(images).toMatchObject([
      { image: face(0, 0), matches: [{ name: at('some/1.png') }] },
      { image: at('some/1.png'), matches: [{ similarity: expect.closeTo(1, 5) }] },
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['no gallery', 'run/checkpoints/step-00000024/backbone.safetensors', /is no gallery \(make one/],
    ['a folder without images', 'run/checkpoints/step-00000024', /has no image/],
    ['nothing', 'nowhere', /is not there/],
  ])('%s', async (_, source, message) => {
    const { status, err } = await command('search', at(source), face(0, 0), ...network);
    expect([status, err]).toEqual([1, expect.stringMatching(message)]);
  });
});

test('a gallery whose names and rows do not fit is refused', async () => {
  const gallery = new Gallery({ names: ['a'], dimension: 2, values: Float32Array.of(1, Number.NaN) });
  await saveGallery(at('bad.safetensors'), gallery, '');
  await expect(openGallery(at('bad.safetensors'))).rejects.toThrow('has numbers that are not finite');
});
