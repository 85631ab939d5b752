import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FaceSet, ImageSet, PairSet } from '../../../src/faces/dataset.js';
import { openFaces } from '../../../src/faces/openFaces.js';
import { openPairs } from '../../../src/faces/openPairs.js';
import { RecordFile } from '../../../src/faces/recordio/recordFile.js';
import { readRecordIndex } from '../../../src/faces/recordio/recordIndex.js';
import { committedFiles, expectedImage, freshFiles, hasPython, size } from './written.js';

async function expectImages(set: ImageSet, numbers: readonly number[]): Promise<void> {
  expect(set.length).toBe(numbers.length);
  for (const [index, number] of numbers.entries()) {
    const image = new Uint8Array(set.imageSize ** 2 * 3);
    await set.image(index, image);
    expect(image, set.describe(index)).toEqual(expectedImage(number));
  }
}

const eight = [0, 1, 2, 3, 4, 5, 6, 7];

if (!hasPython) console.log('skipped: files written afresh (python3 is not there)');

describe.each([
  ['committed', committedFiles],
  ...(hasPython ? [['afresh', freshFiles] as const] : []),
] as const)('files of Python, %s', (_, write) => {
  const folder = write();
  const bins = readdirSync(folder).filter((name) => name.endsWith('.bin'));
  const npys = readdirSync(folder).filter((name) => name.startsWith('npy-'));

  test.each(['meta', 'plain', 'shuffled', 'split', 'several'])('RecordIO: %s', async (name) => {
    const options = { imageSize: size, cache: null };
    const set = (await openFaces(join(folder, name), options)) as FaceSet & { close(): Promise<void> };
    await expectImages(set, eight);
    expect(eight.map((index) => set.label(index))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
    expect(set.classes).toBe(3);
    // Where a meta record comes first, images count from 1.
    expect(basename(set.describe(3))).toBe(`train.rec, record ${name === 'meta' ? 4 : 3}`);
    await set.close();
  });

  test('RecordIO: payloads that held the magic word are whole again', async () => {
    const index = await readRecordIndex(join(folder, 'split/train.idx'));
    const file = await RecordFile.open(join(folder, 'split/train.rec'));
    const payloads: Uint8Array[] = [];
    for (const offset of index.offsets) payloads.push(await file.payload(offset, 'a record'));
    await file.close();
    expect(Buffer.concat(payloads).equals(readFileSync(join(folder, 'split/payloads.bin')))).toBe(true);
  });

  test('RecordIO: the size that property gives', async () => {
    expect((await openFaces(join(folder, 'meta'))).imageSize).toBe(size);
  });

  test.each(bins)('verification set: %s', async (name) => {
    const set = await openPairs(join(folder, name), { imageSize: size });
    await expectImages(set, eight);
    expectLabels(set);
  });

  test.skipIf(npys.length === 0)('folder with pair_label.npy', async () => {
    for (const name of npys) {
      const set = await openPairs(join(folder, name), { imageSize: size });
      await expectImages(set, eight);
      expectLabels(set);
    }
  });

  function expectLabels(set: PairSet) {
    expect(set.pairs).toBe(4);
    expect([0, 1, 2, 3].map((pair) => set.same(pair))).toEqual([true, false, false, true]);
  }
});

test('the committed files have those of NumPy', () => {
  const folder = committedFiles();
  for (const name of [
    'arrays-2.bin',
    'arrays-5.bin',
    'bools-4.bin',
    'old-numpy.bin',
    'npy-bool/pair_label.npy',
  ]) {
    expect(existsSync(join(folder, name)), name).toBe(true);
  }
});
