import {
  closeSync,
  copyFileSync,
  cpSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../src/badInput.js';
import { openFaces } from '../../../src/faces/openFaces.js';
import { recordFaces } from '../../../src/faces/recordio/recordFaces.js';
import { RecordFile } from '../../../src/faces/recordio/recordFile.js';
import { readRecordIndex } from '../../../src/faces/recordio/recordIndex.js';
import { recordKeys } from '../../../src/faces/recordio/recordKeys.js';
import { committedFiles, expectedImage, size, temporaryFolder } from './written.js';

const files = committedFiles();

/** A copy of a set that a test may change. */
function copy(name: string): string {
  const folder = temporaryFolder();
  cpSync(join(files, name), folder, { recursive: true });
  return folder;
}

const options = { imageSize: size, cache: null } as const;

async function image(folder: string, index: number, more = {}) {
  const set = await recordFaces(folder, { ...options, ...more });
  try {
    const into = new Uint8Array(size * size * 3);
    await set.image(index, into);
    return into;
  } finally {
    await set.close();
  }
}

/** Opens a set and reads all images; the message where one of them cannot be read. */
async function readAll(folder: string): Promise<string | null> {
  try {
    const set = await recordFaces(folder, options);
    try {
      for (let index = 0; index < set.length; index++)
        await set.image(index, new Uint8Array(size * size * 3));
    } finally {
      await set.close();
    }
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(BadInput);
    return (error as Error).message;
  }
}

describe('labels', () => {
  test('are read once and kept; a changed file is read again', async () => {
    const folder = copy('plain');
    const cache = temporaryFolder();
    const seen: number[] = [];
    const open = async () => {
      seen.length = 0;
      const set = await recordFaces(folder, { ...options, cache, onProgress: (share) => seen.push(share) });
      await set.close();
      return Array.from({ length: set.length }, (_, index) => set.label(index));
    };
    expect(await open()).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
    expect(seen).toEqual([1]);
    expect(await open()).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
    expect(seen).toEqual([]);
    writeFileSync(
      join(folder, 'train.rec'),
      Buffer.concat([readFileSync(join(folder, 'train.rec')), Buffer.alloc(4)]),
    );
    await open();
    expect(seen).toEqual([1]);
  });

  test('that do not fit property are told', async () => {
    const folder = copy('meta');
    writeFileSync(join(folder, 'property'), '2,8,8\n');
    await expect(recordFaces(folder, options)).rejects.toThrow(
      /property: says that there are 2 people, but .*train\.rec has the label 2 \(correct its first number, or delete/,
    );
    for (const text of ['', '3', '3,8', '3,8,9\n', '3,8,8x', '99999999999,8,8']) {
      writeFileSync(join(folder, 'property'), text);
      await expect(recordFaces(folder, options)).rejects.toThrow('property: is not "classes,size,size"');
    }
    writeFileSync(join(folder, 'property'), '1000000,8,8\n');
    await expect(recordFaces(folder, options)).rejects.toThrow(
      /property: says that there are 1000000 people, but .*train\.rec has \d+ images \(number the people/,
    );
    writeFileSync(join(folder, 'property'), '7,8,8\n8\n');
    expect((await recordFaces(folder, options)).classes).toBe(7);
    rmSync(join(folder, 'property'));
    expect((await recordFaces(folder, options)).classes).toBe(3);
  });

  test('people with few images: told, or left out', async () => {
    await expect(recordFaces(join(files, 'meta'), { minPerIdentity: 3 })).rejects.toThrow(
      /train\.rec, label 1: has 2 images, fewer than 3/,
    );
    const set = await recordFaces(join(files, 'meta'), { minPerIdentity: 3, onFewImages: 'skip' });
    expect(set).toMatchObject({ length: 6, classes: 3 });
    expect([0, 1, 2, 3, 4, 5].map((index) => set.label(index))).toEqual([0, 0, 0, 2, 2, 2]);
    expect(set.leftOut?.length).toBe(1);
    const into = new Uint8Array(size * size * 3);
    await set.image(3, into);
    expect(into).toEqual(expectedImage(5));
    // Threads read the same image.
    expect(set.place!(3).record!.label).toBe(2);
  });

  test('people with few images: kept, and counted', async () => {
    const set = await recordFaces(join(files, 'meta'), { minPerIdentity: 3, onFewImages: 'keep' });
    expect(set).toMatchObject({ length: 8, classes: 3, few: 1 });
  });

  test('of shards are of the same people', async () => {
    const folder = temporaryFolder();
    for (const [from, to] of [
      ['meta', 'a'],
      ['plain', 'b'],
    ])
      for (const ending of ['rec', 'idx'])
        copyFileSync(join(files, from!, `train.${ending}`), join(folder, `${to}.${ending}`));
    const set = await openFaces(folder, { imageSize: size, minPerIdentity: 5, onFewImages: 'skip' });
    // Of five and three images in two shards each there are six; of two, four.
    expect(set).toMatchObject({ name: folder, classes: 3, length: 12 });
    expect(set.leftOut?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/label 1: has 4 images, fewer than 5/),
    ]);
    expect(Array.from({ length: 12 }, (_, i) => set.label(i))).toEqual([0, 0, 0, 2, 2, 2, 0, 0, 0, 2, 2, 2]);
    expect(set.describe(6)).toMatch(/b\.rec/);
    const into = new Uint8Array(size * size * 3);
    await set.image(9, into);
    expect(into).toEqual(expectedImage(5));
    expect(set.place!(9)).toMatchObject({ file: join(folder, 'b.rec'), record: { label: 2 } });
    writeFileSync(join(folder, 'property'), '1000000,8,8\n');
    await expect(openFaces(folder, { imageSize: size })).rejects.toThrow(
      /says that there are 1000000 people/,
    );
  });

  test('of identity records that leave an image between them are not believed', async () => {
    const folder = copy('meta');
    const rec = join(folder, 'train.rec');
    const index = await readRecordIndex(join(folder, 'train.idx'));
    const bytes = readFileSync(rec);
    // The second identity had the images 4 and 5; now only 5.
    const at = index.offsets[10]! + 8 + 24;
    expect(bytes.readFloatLE(at)).toBe(4);
    bytes.writeFloatLE(5, at);
    writeFileSync(rec, bytes);
    const set = await recordFaces(folder, options);
    expect(Array.from({ length: 8 }, (_, image) => set.label(image))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
  });

  test('of identity records that leave images out are not believed', async () => {
    const folder = copy('meta');
    const idx = join(folder, 'train.idx');
    // Without its last identity record the file still says where the images end.
    writeFileSync(idx, readFileSync(idx, 'utf8').replace(/11\t\d+\n/, ''));
    const set = await recordFaces(folder, options);
    expect(Array.from({ length: 8 }, (_, index) => set.label(index))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
  });
});

describe('files that do not fit together', () => {
  test('an index without some image', async () => {
    const folder = copy('meta');
    const idx = join(folder, 'train.idx');
    writeFileSync(idx, readFileSync(idx, 'utf8').replace(/5\t\d+\n/, ''));
    await expect(recordFaces(folder, options)).rejects.toThrow('has no image 5 of 8 in its index');
  });

  test.each([
    ['a letter', '0\t0\n1\tx\n', ':2: is not "key, tab, offset"'],
    ['one number', '0\t0\n7\n', ':2: is not "key, tab, offset"'],
    ['three numbers', '0 0 0\n', ':1: is not "key, tab, offset"'],
    ['a negative number', '0\t-4\n', ':1: is not'],
    ['a number beyond all files', '0\t99999999999999999999\n', ':1: has too long a number'],
    ['a key twice', '3\t0\n1\t0\n3\t8\n', 'has the key 3 twice'],
    ['nothing', '\n', 'has no records'],
    ['an offset beyond the file', '0\t999999\n', 'is truncated'],
    ['an offset inside a record', '0\t4\n', 'does not begin with the magic word'],
  ])('an index with %s', async (_, text, message) => {
    const folder = copy('plain');
    writeFileSync(join(folder, 'train.idx'), text);
    expect(await readAll(folder)).toContain(message);
  });

  test('files that are not there', async () => {
    const folder = copy('plain');
    rmSync(join(folder, 'train.rec'));
    expect(await readAll(folder)).toMatch(/train\.rec: is not there/);
    rmSync(join(folder, 'train.idx'));
    expect(await readAll(folder)).toMatch(/train\.idx: is not there/);
  });

  test('an image whose label has changed since', async () => {
    const folder = copy('plain');
    const set = await recordFaces(folder, options);
    const rec = readFileSync(join(folder, 'train.rec'));
    rec.writeFloatLE(2, 12);
    writeFileSync(join(folder, 'train.rec'), rec);
    await expect(set.image(0, new Uint8Array(size * size * 3))).rejects.toThrow(
      'has the label 2, where 0 was expected',
    );
    for (const label of [-1, Number.NaN, 3e9, Number.POSITIVE_INFINITY]) {
      rec.writeFloatLE(label, 12);
      writeFileSync(join(folder, 'train.rec'), rec);
      await expect(recordFaces(folder, options)).rejects.toThrow(
        /record 0: has the label .* \(labels count from 0/,
      );
    }
  });
});

test.each(['plain', 'split'])('%s, truncated anywhere: the record that is cut is told', async (name) => {
  const folder = copy(name);
  const rec = join(folder, 'train.rec');
  const whole = readFileSync(rec);
  const index = await readRecordIndex(join(folder, 'train.idx'));
  for (let length = whole.length - 1; length >= 0; length -= 5) {
    truncateSync(rec, length);
    const file = await RecordFile.open(rec);
    const broken: string[] = [];
    for (const [row, offset] of index.offsets.entries()) {
      await file.payload(offset, `record ${row}`).catch((error) => broken.push((error as BadInput).message));
    }
    await file.close();
    // Every record that does not end before the cut, unless only its padding is gone.
    const ends = [...index.offsets.slice(1), whole.length];
    const padded = ends.filter((end) => length < end && end - length <= 3).length;
    const cut = ends.filter((end) => length < end).length;
    expect(broken.length).toBeGreaterThanOrEqual(cut - padded);
    expect(broken.length).toBeLessThanOrEqual(cut);
    for (const message of broken)
      expect(message).toContain('is truncated: the file ends before the record does');
  }
});

test.each(['plain', 'split', 'meta'])('%s, with any byte changed: a message or a set', async (name) => {
  const folder = copy(name);
  const rec = join(folder, 'train.rec');
  const whole = readFileSync(rec);
  let told = 0;
  for (let at = 0; at < whole.length; at += 11) {
    const changed = Buffer.from(whole);
    changed[at]! ^= 0xff;
    writeFileSync(rec, changed);
    try {
      const index = await readRecordIndex(join(folder, 'train.idx'));
      const file = await RecordFile.open(rec);
      await recordKeys(file, index).finally(() => file.close());
      await (await recordFaces(folder, options)).close();
    } catch (error) {
      expect(error).toBeInstanceOf(BadInput);
      told++;
    }
  }
  expect(told).toBeGreaterThan(3);
});

test('a record that is cut is told where only its header is read, too', async () => {
  const folder = copy('plain');
  const rec = join(folder, 'train.rec');
  const { offsets } = await readRecordIndex(join(folder, 'train.idx'));
  truncateSync(rec, offsets[7]! + 100);
  const file = await RecordFile.open(rec);
  expect((await file.payload(offsets[6]!, 'record 6', 32)).length).toBe(32);
  await expect(file.payload(offsets[7]!, 'record 7', 32)).rejects.toThrow('record 7: is truncated');
  await file.close();
});

test('a record at 5 GiB is read', async () => {
  const folder = copy('plain');
  const record = readFileSync(join(folder, 'train.rec')).subarray(0, 400);
  const rec = join(folder, 'train.rec');
  const far = 5 * 2 ** 30 + 4;
  // A file of holes: it takes no room on the disk.
  truncateSync(rec, far);
  const file = openSync(rec, 'r+');
  writeSync(file, record, 0, record.length, far);
  closeSync(file);
  writeFileSync(join(folder, 'train.idx'), `0\t0\n1\t${far}\n`);
  expect(await image(folder, 1)).toEqual(expectedImage(0));
});

test('where floats are not exact, the meta record may be off by a few', async () => {
  const folder = copy('meta');
  const rec = join(folder, 'train.rec');
  const index = await readRecordIndex(join(folder, 'train.idx'));
  for (const end of [7, 8, 9, 10, 12]) {
    const bytes = readFileSync(rec);
    bytes.writeFloatLE(end, 8 + 24);
    bytes.writeFloatLE(end + 3, 8 + 28);
    writeFileSync(rec, bytes);
    const file = await RecordFile.open(rec);
    const found = await recordKeys(file, index, 4);
    expect(found, `${end}`).toEqual({ firstImage: 1, images: 8, firstIdentity: 9, identities: 3 });
    // Where they are exact, they are believed.
    const believed = await recordKeys(file, index).catch((error: BadInput) => error.message);
    if (end < 9) expect(believed).toMatchObject({ images: end - 1 });
    await file.close();
  }
});

test.each([
  ['in another order, with gaps', '7\t70\n3\t30\r\n12\t120\n100\t1000', [3, 7, 12, 100]],
  ['with a gap late', '0\t0\n1\t10\n2\t20\n5\t50\n', [0, 1, 2, 5]],
  ['consecutive', '3\t30\n4\t40\n5\t50\n', [3, 4, 5]],
])('keys are found: %s', async (_, text, keys) => {
  const path = join(temporaryFolder(), 'x.idx');
  writeFileSync(path, text);
  const index = await readRecordIndex(path);
  expect(Array.from(index.offsets)).toEqual(keys.map((key) => 10 * key));
  for (let key = 0; key < 110; key++) {
    expect(index.row(key), `${key}`).toBe(keys.indexOf(key));
    expect(index.rowFrom(key), `${key}`).toBe(keys.filter((one) => one < key).length);
  }
  expect(keys.map((_, row) => index.key(row))).toEqual(keys);
});

test('a .rec file of another name', async () => {
  const folder = copy('plain');
  for (const ending of ['rec', 'idx'])
    copyFileSync(join(folder, `train.${ending}`), join(folder, `other.${ending}`));
  expect(await image(join(folder, 'other.rec'), 3)).toEqual(expectedImage(3));
});
