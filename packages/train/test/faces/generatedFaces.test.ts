import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { FaceSet } from '../../src/faces/dataset.js';
import { facesjsStyle } from '../../src/faces/generated/facesjsStyle.js';
import { type GeneratedOptions, generatedFaces } from '../../src/faces/generated/generatedFaces.js';
import { notionistsStyle } from '../../src/faces/generated/notionistsStyle.js';
import { people } from '../../src/faces/generated/people.js';
import type { Style } from '../../src/faces/generated/style.js';

const folder = mkdtempSync(join(tmpdir(), 'fastface-faces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small: GeneratedOptions = { identities: 3, perIdentity: 4, imageSize: 20 };
const uncached = (options: GeneratedOptions) => generatedFaces(options, { cache: null });

function pixels(set: FaceSet, index: number): Uint8Array {
  const image = new Uint8Array(set.imageSize ** 2 * 3);
  set.image(index, image);
  return image;
}

const all = (set: FaceSet) => Array.from({ length: set.length }, (_, index) => pixels(set, index));

describe.each(['facesjs', 'notionists'] as const)('%s', (style) => {
  test('labels, size and description', async () => {
    const set = await uncached({ ...small, style });
    expect(set).toMatchObject({ classes: 3, length: 12, imageSize: 20 });
    expect([0, 3, 4, 11].map((index) => set.label(index))).toEqual([0, 0, 1, 2]);
    expect(set.describe(5)).toBe(`generated ${style} train: identity 1, image 1`);
  });

  test('the same options give the same images, other seeds, splits and presets others', async () => {
    const images = all(await uncached({ ...small, style }));
    expect(all(await uncached({ ...small, style }))).toEqual(images);
    for (const other of [{ seed: 1 }, { split: 'test' }, { difficulty: 'easy' }] as const) {
      expect(pixels(await uncached({ ...small, style, ...other }), 0)).not.toEqual(images[0]);
    }
    expect(new Set(images.map((image) => Buffer.from(image).toString('base64'))).size).toBe(12);
  });

  test('more people and more images leave the first ones as they are', async () => {
    const few = await uncached({ ...small, style });
    const many = await uncached({ identities: 4, perIdentity: 5, imageSize: 20, style });
    expect(pixels(many, 5)).toEqual(pixels(few, 4));
  });

  test('nothing is drawn from Math.random', async () => {
    const original = Math.random;
    Math.random = () => {
      throw new Error('Math.random was called');
    };
    try {
      await uncached({ ...small, style });
    } finally {
      Math.random = original;
    }
  });

  test('nobody of a test set is in any training set, and no two people are alike', () => {
    const signatures = <T>(drawn: Style<T>, split: 'train' | 'test', seed: number) =>
      people(drawn, 300, seed, split).map(drawn.signature);
    const of = (split: 'train' | 'test', seed: number) =>
      style === 'facesjs' ? signatures(facesjsStyle, split, seed) : signatures(notionistsStyle, split, seed);
    const train = new Set([...of('train', 1), ...of('train', 2)]);
    const tested = of('test', 1);
    expect(new Set(tested).size).toBe(300);
    expect(tested.filter((signature) => train.has(signature))).toEqual([]);
  });
});

test('images of one person are more alike than those of two, and less so the harder the preset', async () => {
  // Mean distance of the pixels within a person over that between people.
  const ratio = async (difficulty: 'easy' | 'medium' | 'hard') => {
    const set = await uncached({ identities: 25, perIdentity: 4, imageSize: 16, difficulty });
    const images = all(set);
    const distance = (a: number, b: number) =>
      Math.hypot(...Array.from(images[a]!, (value, i) => value - images[b]![i]!));
    let [within, between, nWithin, nBetween] = [0, 0, 0, 0];
    for (let a = 0; a < set.length; a++) {
      for (let b = 0; b < a; b++) {
        if (set.label(a) === set.label(b)) [within, nWithin] = [within + distance(a, b), nWithin + 1];
        else [between, nBetween] = [between + distance(a, b), nBetween + 1];
      }
    }
    return within / nWithin / (between / nBetween);
  };
  const [easy, medium, hard] = [await ratio('easy'), await ratio('medium'), await ratio('hard')];
  expect(easy).toBeLessThan(medium);
  expect(medium).toBeLessThan(hard);
  expect(hard).toBeLessThan(0.99);
});

describe('cache', () => {
  const cached = async (options = small) => {
    let drawn = 0;
    const warnings: string[] = [];
    const set = await generatedFaces(options, {
      cache: folder,
      onProgress: (done) => {
        drawn = done;
      },
      onWarning: (line) => warnings.push(line),
    });
    return { images: all(set), drawn, warnings };
  };
  const files = () => readdirSync(folder).toSorted();

  test('the second time nothing is drawn', async () => {
    const first = await cached();
    expect(first.drawn).toBe(12);
    expect(files()).toEqual([expect.stringMatching(/\.u8$/), expect.stringMatching(/\.u8\.json$/)]);
    const second = await cached();
    expect(second.drawn).toBe(0);
    expect(second.images).toEqual(first.images);
    expect((await cached({ ...small, seed: 8 })).drawn).toBe(12);
  });

  test.each([
    ['a flipped bit', (bytes: Buffer) => bytes.map((byte, i) => (i === 777 ? byte ^ 1 : byte)), '.u8'],
    ['truncated images', (bytes: Buffer) => bytes.subarray(0, -1), '.u8'],
    ['a longer file', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)]), '.u8'],
    ['torn JSON', (bytes: Buffer) => bytes.subarray(0, 40), '.json'],
    ['JSON of something else', () => Buffer.from('[null]'), '.json'],
    ['another contents', (bytes: Buffer) => Buffer.from(bytes.toString().replace('hard', 'easy')), '.json'],
  ])('%s: the images are drawn again', async (_, damage, ending) => {
    const whole = await cached();
    const name = files().find((file) => file.endsWith(ending) && file.includes('-'))!;
    for (const file of files().filter((file) => file.endsWith(ending))) {
      writeFileSync(join(folder, file), damage(readFileSync(join(folder, file))));
    }
    expect(name).toBeDefined();
    const again = await cached();
    expect(again.drawn).toBe(12);
    expect(again.images).toEqual(whole.images);
    expect((await cached()).drawn).toBe(0);
  });

  test('a folder that cannot be written costs the cache, not the faces', async () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    const warnings: string[] = [];
    const set = await generatedFaces(small, { cache: file, onWarning: (line) => warnings.push(line) });
    expect(set.length).toBe(12);
    expect(warnings).toEqual([expect.stringContaining('could not be kept for the next run')]);
  });
});

test.each([
  [{ identities: 0 }, 'invalid identities: 0 (expected an integer, identities ≥ 1)'],
  [{ perIdentity: 1.5 }, 'invalid perIdentity: 1.5 (expected an integer, perIdentity ≥ 1)'],
  [{ imageSize: 7 }, 'invalid imageSize: 7 (expected an integer, imageSize ≥ 8)'],
  [{ imageSize: 2048 }, 'invalid imageSize: 2048 (expected at most 1024)'],
  [{ identities: 9e6 }, 'invalid identities: 9000000 (their images would take 412.0 GiB)'],
  [{ seed: -1 }, 'invalid seed: -1 (expected an integer, seed ≥ 0)'],
  [{ difficulty: 'extreme' as 'hard' }, 'invalid difficulty: "extreme" (expected easy or medium or hard)'],
])('%j is refused', async (options, message) => {
  await expect(uncached(options)).rejects.toThrow(new RangeError(message));
});
