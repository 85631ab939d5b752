import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp, { type JpegOptions } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batches } from '../../../src/faces/batches.js';
import type { FaceSet, ImagePlace } from '../../../src/faces/dataset.js';
import { decodeImage } from '../../../src/faces/decode/decodeImage.js';
import { DecodeThreads } from '../../../src/faces/decode/decodeThreads.js';
import { openTurboJpeg, type TurboJpeg } from '../../../src/faces/decode/turboJpeg.js';
import { folderFaces } from '../../../src/faces/folderFaces.js';
import { recordFaces } from '../../../src/faces/recordio/recordFaces.js';
import { Random } from '../../../src/random.js';
import { temporaryFolder } from './written.js';

const size = 16;
const bytes = size * size * 3;

/** A picture of waves and noise. */
const picture = (seed: number, side = size) => {
  const random = new Random(seed, 'picture');
  const pixels = Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => 128 + 90 * Math.sin(i / (3 + seed)) + 30 * random.next(),
  );
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
};
const jpeg = (seed: number, options: JpegOptions = {}) =>
  picture(seed)
    .jpeg({ quality: 95, ...options })
    .toBuffer();

async function bySharp(file: Uint8Array): Promise<Uint8Array | null> {
  const into = new Uint8Array(bytes);
  return decodeImage(file, 'x.jpg', size, 'fail', into).then(
    () => into,
    () => null,
  );
}

describe('libjpeg-turbo', () => {
  let decode: TurboJpeg;
  beforeAll(async () => {
    decode = await openTurboJpeg();
  });
  const byTurbo = (file: Uint8Array) => {
    const into = new Uint8Array(bytes);
    return decode(file, size, into) ? into : null;
  };

  test.each<[string, JpegOptions]>([
    ['quality 95', {}],
    ['quality 40', { quality: 40 }],
    ['all chroma kept', { chromaSubsampling: '4:4:4' }],
    ['progressive', { progressive: true }],
    ['optimised', { mozjpeg: true }],
  ])('the same pixels as sharp: %s', async (_, options) => {
    for (let seed = 1; seed < 5; seed++) {
      const file = await jpeg(seed, options);
      expect(byTurbo(file)).toEqual(await bySharp(file));
    }
  });

  test('grey becomes RGB', async () => {
    const file = await picture(1).greyscale().jpeg().toBuffer();
    expect(byTurbo(file)).toEqual(await bySharp(file));
  });

  test('what may need more is left undone: Exif, CMYK, another size, another format, no image', async () => {
    for (const file of [
      await picture(1)
        .withExif({ IFD0: { Orientation: '3' } })
        .jpeg()
        .toBuffer(),
      await picture(1).toColourspace('cmyk').jpeg().toBuffer(),
      await picture(1, size + 1)
        .jpeg()
        .toBuffer(),
      await picture(1).png().toBuffer(),
      Buffer.of(0xff, 0xd8),
      Buffer.alloc(0),
    ])
      expect(byTurbo(file)).toBeNull();
  });

  test('a damaged image is left undone, or is one that sharp decodes too', async () => {
    const file = await jpeg(2);
    const place = fc.nat(file.length - 1);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 4 }),
        place,
        async (changes, cut) => {
          const damaged = Buffer.from(cut % 2 === 0 ? file : file.subarray(0, cut));
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
          const own = byTurbo(damaged);
          if (own !== null) expect(await bySharp(damaged)).not.toBeNull();
        },
      ),
    );
    // The decoder goes on after all of that.
    expect(byTurbo(file)).toEqual(await bySharp(file));
  });
});

describe('threads', () => {
  const folder = temporaryFolder();
  const people = 4;
  const files: string[] = [];
  beforeAll(async () => {
    for (let person = 0; person < people; person++) {
      mkdirSync(join(folder, `${person}`));
      for (let k = 0; k < 3; k++) {
        const file = join(folder, `${person}`, `${k}.jpg`);
        // One PNG among them.
        const isPng = person === 1 && k === 1;
        writeFileSync(file, isPng ? await picture(3).png().toBuffer() : await jpeg(10 * person + k));
        files.push(file);
      }
    }
  });

  const threads = new DecodeThreads(2);
  afterAll(() => threads.close());
  const fill = (places: ImagePlace[], use = threads) => {
    const images = new SharedArrayBuffer(4 * bytes * places.length);
    return use.fill(places, size, images, { augmentation: 'none', seed: 1, epoch: 0, position: 0 });
  };

  async function take(set: FaceSet, augmentation: 'none' | 'flip' | 'heavy') {
    const taken = [];
    for await (const batch of batches(set, { batchSize: 4, augmentation })) {
      const { images, labels, state } = batch;
      if (taken.push({ images, labels, state }) === 4) return taken;
    }
    return taken;
  }

  test.each(['none', 'flip', 'heavy'] as const)(
    'batches are those of the main thread: %s',
    async (augmentation) => {
      const set = await folderFaces(folder, { imageSize: size });
      const { place, ...inMain } = set;
      expect(place?.(0)).toEqual({ file: files[0] });
      expect(await take(set, augmentation)).toEqual(await take(inMain, augmentation));
    },
  );

  test('records too; those that disagree with the label are left to the main thread', async () => {
    const path = join(temporaryFolder(), 'train.rec');
    const images = await Promise.all([0, 1, 2, 3].map((seed) => jpeg(seed)));
    writeRecords(
      path,
      images.map((image, i) => [i >> 1, image]),
    );
    const set = await recordFaces(path, { imageSize: size, cache: null });
    const { place, ...inMain } = set;
    expect(await take(set, 'none')).toEqual(await take(inMain, 'none'));
    const { file, record } = place!(2);
    expect(record?.label).toBe(1);
    expect(
      await fill([
        { file, record: { ...record!, label: 0 } },
        { file, record: record! },
      ]),
    ).toEqual([1]);
    expect(await fill([{ file, record: { ...record!, offset: 3 } }])).toEqual([]);
    await set.close();
  });

  test('what is no plain file is left undone at once', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const places = [pipe, folder, '/dev/zero', join(folder, 'none.jpg'), files[0]!].map((file) => ({ file }));
    expect(await fill(places)).toEqual([4]);
  });

  test('closed threads leave everything undone', async () => {
    const closed = new DecodeThreads(1);
    const waiting = fill([{ file: files[0]! }], closed);
    closed.close();
    expect(await waiting).toEqual([]);
    expect(await fill([{ file: files[0]! }], closed)).toEqual([]);
  });
});

/** As im2rec writes them: a record an image, and an index beside it. */
function writeRecords(path: string, images: readonly (readonly [label: number, image: Uint8Array])[]): void {
  const parts: Buffer[] = [];
  const lines: string[] = [];
  let at = 0;
  for (const [key, [label, image]] of images.entries()) {
    const header = Buffer.alloc(32);
    header.writeUInt32LE(0xced7230a, 0);
    header.writeUInt32LE(24 + image.length, 4);
    header.writeFloatLE(label, 12);
    header.writeUInt32LE(key, 16);
    const padding = Buffer.alloc(-image.length & 3);
    lines.push(`${key}\t${at}\n`);
    parts.push(header, Buffer.from(image), padding);
    at += header.length + image.length + padding.length;
  }
  writeFileSync(path, Buffer.concat(parts));
  writeFileSync(path.replace(/rec$/, 'idx'), lines.join(''));
}
