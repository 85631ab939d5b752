import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fileImages } from '../../../src/faces/fileImages.js';
import { listFaces } from '../../../src/faces/listFaces.js';
import { ijbFaces } from '../../../src/faces/pairs/ijbFaces.js';
import { folderFaces, openPairs, recordFaces, verifyPairs } from '../../../src/index.js';
import { embedImages } from '../../../src/recognise/embeddings.js';
import { readWeights } from '../../../src/weights/readWeights.js';
import { temporaryFolder } from './written.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

/** A record of RecordIO: parts of a flag and bytes each. */
function record(...parts: readonly (readonly [flag: number, payload: Uint8Array])[]): Buffer {
  return Buffer.concat(
    parts.flatMap(([flag, payload]) => {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(0xced7230a);
      head.writeUInt32LE(((flag << 29) | payload.length) >>> 0, 4);
      return [head, payload, Buffer.alloc(-payload.length & 3)];
    }),
  );
}

/** The meta record with key 0: images end at A, identities at B. */
function meta(a: number, b: number): Buffer {
  const payload = Buffer.alloc(32);
  payload.writeUInt32LE(2);
  payload.writeFloatLE(a, 24);
  payload.writeFloatLE(b, 28);
  return record([0, payload]);
}

let sets = 0;
/** A set of these records, with the keys 0, 1, … */
function recordSet(...records: Buffer[]): string {
  const path = at(`rec${sets++}`);
  mkdirSync(path);
  let offset = 0;
  const lines = records.map(({ length }, key) => {
    offset += length;
    return `${key}\t${offset - length}\n`;
  });
  writeFileSync(join(path, 'train.rec'), Buffer.concat(records));
  writeFileSync(join(path, 'train.idx'), lines.join(''));
  return path;
}

describe('records', () => {
  test.each([2 ** 24 + 2, 2 ** 54, 3e38, Number.POSITIVE_INFINITY])(
    'a meta record that says that images end at %d is refused',
    async (end) => {
      const path = recordSet(meta(end, end), record([0, Buffer.alloc(28)]));
      await expect(recordFaces(path, { cache: null })).rejects.toThrow(
        /record 0: says that images end at \S+ and identities at \S+ \(copy the file again\)/,
      );
    },
  );

  test('a record of a hundred thousand empty parts is refused before it is whole', async () => {
    const empty = new Uint8Array(0);
    const middle = Array.from({ length: 100_000 }, () => [2, empty] as const);
    const path = recordSet(record([1, Buffer.alloc(28)], ...middle, [3, empty]));
    await expect(recordFaces(path, { cache: null })).rejects.toThrow(/record 0: has more than 1000 parts/);
  });
});

describe('labels', () => {
  test.each(['20000', '100000000', '1000000000', '999999999999999'])(
    'the label %s of two images is refused',
    async (label) => {
      writeFileSync(at('a.lst'), `0\t${label}\ta.png\n1\t${label}\tb.png\n`);
      const before = process.memoryUsage().rss;
      await expect(listFaces(at('a.lst'))).rejects.toThrow(
        `a.lst: says that there are ${Number(label) + 1} people, but it has 2 images (number the people from 0 without gaps)`,
      );
      expect(process.memoryUsage().rss - before).toBeLessThan(1e8);
    },
  );

  test('a label below 10,000 is no matter', async () => {
    writeFileSync(at('b.lst'), '0\t9999\ta.png\n1\t9999\tb.png\n');
    expect((await listFaces(at('b.lst'))).classes).toBe(10_000);
  });
});

const hasFifo = process.platform !== 'win32' && spawnSync('mkfifo', [at('fifo')]).status === 0;
describe.skipIf(!hasFifo)(`pipes and devices${hasFifo ? '' : ' [skipped: there is no mkfifo]'}`, () => {
  const named: [string, string][] = hasFifo
    ? ['pairs.txt', 'set.bin', 'people/a/1.png', 'weights.pth', 'rec/train.rec', 'idx/train.idx'].flatMap(
        (name) => (['pipe', 'link', 'device'] as const).map((kind): [string, string] => [kind, name]),
      )
    : [];
  const read: Record<string, (path: string) => Promise<unknown>> = {
    'pairs.txt': (path) => openPairs(path),
    'set.bin': (path) => openPairs(path),
    'people/a/1.png': async (path) =>
      fileImages('x', 1, () => path, {}).image(0, new Uint8Array(112 * 112 * 3)),
    'weights.pth': (path) => readWeights(path),
    'rec/train.rec': async (path) => {
      writeFileSync(path.replace('.rec', '.idx'), '0\t0\n');
      return recordFaces(path);
    },
    'idx/train.idx': (path) => recordFaces(path.replace('.idx', '.rec')),
  };

  test.each(named)('a %s for %s is refused without waiting', { timeout: 10_000 }, async (kind, name) => {
    const path = join(folder, kind, name);
    mkdirSync(join(path, '..'), { recursive: true });
    if (kind === 'pipe') spawnSync('mkfifo', [path]);
    else symlinkSync(kind === 'link' ? at('fifo') : '/dev/zero', path);
    await expect(read[name]!(path)).rejects.toThrow(/: is a pipe or a device \(give a plain file\)/);
  });

  test('a list that names one says which', async () => {
    writeFileSync(at('list.txt'), `${'fifo fifo 1\n'.repeat(10)}${'fifo fifo 0\n'.repeat(10)}`);
    const set = await openPairs(at('list.txt'));
    await expect(verifyPairs(set, (images, count) => images.slice(0, count))).rejects.toThrow(
      /\/fifo: is a pipe or a device/,
    );
  });

  test('IJB’s meta files', async () => {
    mkdirSync(at('ijb/meta'), { recursive: true });
    spawnSync('mkfifo', [at('ijb/meta/ijbc_face_tid_mid.txt')]);
    await expect(ijbFaces(at('ijb'), 'ijbc')).rejects.toThrow('is a pipe or a device');
  });

  test('in a folder of people they are passed over', async () => {
    spawnSync('mkfifo', [at('people-pipe')]);
    mkdirSync(at('people2/a'), { recursive: true });
    spawnSync('mkfifo', [at('people2/a/1.png')]);
    await expect(folderFaces(at('people2'))).rejects.toThrow('has no image');
  });
});

test('images of 33 megapixels are resized without holding them all', { timeout: 240_000 }, async () => {
  const create = { width: 5792, height: 5792, channels: 3 as const, background: '#888' };
  await sharp({ create }).png().toFile(at('large.png'));
  const set = fileImages('large', 16, () => at('large.png'), { imageSize: 16, onWrongSize: 'resize' });
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before);
  }, 5);
  const { names, values } = await embedImages(set, (images) => images);
  clearInterval(watch);
  expect(names).toHaveLength(16);
  expect(values[0]).toBeCloseTo(values[767]!, 5);
  // One image takes 100 MB; all of them were held, twice.
  expect(most).toBeLessThan(8e8);
});
