import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../src/badInput.js';
import { folderFaces } from '../../../src/faces/folderFaces.js';
import { openFaces } from '../../../src/faces/openFaces.js';
import { committedFiles, expectedImage, size, temporaryFolder } from './written.js';

const written = committedFiles();
const options = { imageSize: size };

/** A copy of the folder that a test may change. */
function people(): string {
  const folder = join(temporaryFolder(), 'people');
  cpSync(join(written, 'people'), folder, { recursive: true });
  return folder;
}

test('labels follow the code points of the folders’ names; images are found by their endings', async () => {
  const set = await folderFaces(join(written, 'people'), options);
  expect(set).toMatchObject({ classes: 5, length: 11 });
  expect(set.leftOut?.map(({ problem }) => problem)).toEqual(['has one file of other kinds: 1 .txt']);
  const numbers = [2, 3, 0, 1, 4, 5, 6, 7, 8, 10, 9];
  expect(numbers.map((_, index) => set.label(index))).toEqual([0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4]);
  for (const [index, number] of numbers.entries()) {
    const image = new Uint8Array(size * size * 3);
    await set.image(index, image);
    expect(image, set.describe(index)).toEqual(expectedImage(number));
  }
});

test('a person with one image: the folder and what to do, or left out, or taken', async () => {
  const folder = people();
  rmSync(join(folder, 'a/0.bmp'));
  rmSync(join(folder, 'Z/2.bmp'));
  await expect(folderFaces(folder, options)).rejects.toThrow(
    `${join(folder, 'Z')}: has one image, fewer than 2 (so have 1 others; add images, or --on-few-images skip leaves such people out, and keep takes them)`,
  );
  const set = await folderFaces(folder, { ...options, onFewImages: 'skip' });
  expect(set).toMatchObject({ classes: 5, length: 7 });
  expect(set.leftOut?.map(({ file }) => file)).toEqual([join(folder, 'Z'), join(folder, 'a'), folder]);
  // The others keep their labels.
  expect([0, 1, 2, 3].map((index) => set.label(index))).toEqual([2, 2, 2, 3]);
  expect((await folderFaces(folder, { ...options, minPerIdentity: 1 })).length).toBe(9);
  await expect(folderFaces(folder, { ...options, minPerIdentity: 0 })).rejects.toThrow(
    'invalid minPerIdentity: 0',
  );
  await expect(folderFaces(folder, { ...options, minPerIdentity: 9, onFewImages: 'skip' })).rejects.toThrow(
    'has nobody with enough images',
  );
});

test('folders that are no set', async () => {
  const folder = people();
  await expect(folderFaces(join(folder, 'nowhere'), options)).rejects.toThrow(
    'is not there (check the path)',
  );
  await expect(folderFaces(join(folder, 'a/0.bmp'), options)).rejects.toThrow('is not there');
  await expect(folderFaces(join(folder, 'a'), options)).rejects.toThrow('has no folder for each person');
  mkdirSync(join(folder, 'nobody'));
  await expect(folderFaces(folder, options)).rejects.toThrow(
    `${join(folder, 'nobody')}: has no image (add some (jpg`,
  );
  await expect(folderFaces(folder, { imageSize: 4 })).rejects.toThrow('invalid imageSize: 4');
});

test('an image that is none, gone or of another size fails when it is read, with its name', async () => {
  const folder = people();
  writeFileSync(join(folder, 'a/0.bmp'), 'no image');
  const set = await folderFaces(folder, options);
  rmSync(join(folder, 'a/1.BMP'));
  const image = new Uint8Array(size * size * 3);
  await expect(set.image(2, image)).rejects.toThrow(
    `${join(folder, 'a/0.bmp')}: cannot be decoded: it is not JPEG`,
  );
  await expect(set.image(3, image)).rejects.toThrow(
    new BadInput(join(folder, 'a/1.BMP'), 'is not there', 'check the path'),
  );
  const larger = await folderFaces(join(written, 'people'), { imageSize: 16 });
  await expect(larger.image(0, new Uint8Array(16 * 16 * 3))).rejects.toThrow('is 8×8 pixels, not 16×16');
});

test('links are followed, but not round in circles', async () => {
  const folder = people();
  symlinkSync(join(written, 'people/Z'), join(folder, 'zz'));
  symlinkSync(join(folder, 'gone'), join(folder, 'a/2.png'));
  expect((await folderFaces(folder, options)).length).toBe(13);
  symlinkSync(folder, join(folder, 'a/loop'));
  await expect(folderFaces(folder, options)).rejects.toThrow('look for a link that leads back');
});

describe('a .lst file', () => {
  const root = people();
  const open = (text: string, more = {}) => {
    writeFileSync(join(root, 'train.lst'), text);
    return openFaces(join(root, 'train.lst'), { ...options, ...more });
  };

  test('names images and labels; of several labels the first counts', async () => {
    const set = await open('5\t1.000000\ta/0.bmp\n7\t0\tZ/3.png\n8\t1\t9\ta/1.BMP\r\n9\t0\tZ/2.bmp\n');
    expect(set).toMatchObject({ classes: 2, length: 4 });
    expect([0, 1, 2, 3].map((index) => set.label(index))).toEqual([1, 0, 1, 0]);
    for (const [index, number] of [0, 3, 1, 2].entries()) {
      const image = new Uint8Array(size * size * 3);
      await set.image(index, image);
      expect(image).toEqual(expectedImage(number));
    }
  });

  test('leaves out people with one image, and gaps in the labels', async () => {
    const text = '0\t3\ta/0.bmp\n1\t0\tZ/3.png\n2\t3\ta/1.BMP\n';
    await expect(open(text)).rejects.toThrow('train.lst, label 0: has one image, fewer than 2');
    const set = await open(text, { onFewImages: 'skip' });
    expect(set).toMatchObject({ classes: 4, length: 2 });
    expect(set.label(0)).toBe(3);
  });

  test.each([
    ['0\t0\t../secret.png', ':1: names "../secret.png", which is not below'],
    ['0\t0\t/etc/passwd', ':1: names "/etc/passwd", which is not below'],
    ['0 0 a/0.bmp', ':1: is no "number, label, path" with tabs: 0 0 a/0.bmp (labels count from 0)'],
    ['0\t-1\ta/0.bmp', ':1: is no "number, label, path"'],
    ['0\t0.5\ta/0.bmp', ':1: is no "number, label, path"'],
    ['0\t999999999999\ta/0.bmp', 'says that there are 1000000000000 people, but it has 1 images'],
    ['0\t1', ':1: is no "number, label, path"'],
    ['\n', 'lists no image'],
  ])('%j is told', async (text, message) => {
    await expect(open(text)).rejects.toThrow(message);
  });
});
