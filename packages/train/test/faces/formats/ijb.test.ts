import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { facePoints } from '../../../src/faces/align/similarityTransform.js';
import { ijbFaces } from '../../../src/faces/pairs/ijbFaces.js';
import { Random } from '../../../src/random.js';
import { rawPixels } from '../../../src/verify/rawPixels.js';
import { verifyTemplates } from '../../../src/verify/verifyTemplates.js';
import { temporaryFolder } from './written.js';

const root = temporaryFolder();
const side = 140;
const random = new Random('ijb');
const pixels = Uint8Array.from({ length: side * side * 3 }, () => random.below(256));
const numbers = (points: readonly (readonly number[])[]) => points.flat().join(' ');
const shifted = facePoints.map(([x, y]) => [x + 20, y + 10]);
// Turned by a quarter: (x, y) of the aligned image lies at (111 − y, x).
const turned = facePoints.map(([x, y]) => [111 - y, x]);

const meta = (name: string, text: string) => writeFileSync(join(root, 'meta', `ijbb_${name}.txt`), text);
const scores = [
  `1.jpg ${numbers(facePoints)} 0.9`,
  `2.jpg ${numbers(shifted)} 0.5`,
  `3.jpg ${numbers(turned)} 1`,
];

beforeEach(async () => {
  rmSync(root, { recursive: true, force: true });
  for (const folder of ['meta', 'loose_crop']) mkdirSync(join(root, folder), { recursive: true });
  const image = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
  for (const name of ['1.jpg', '2.jpg', '3.jpg']) writeFileSync(join(root, 'loose_crop', name), image);
  meta('face_tid_mid', '1.jpg 17 4\n2.jpg 17 5\n3.jpg 30 4\n');
  meta('template_pair_label', '17 17 1\n17 30 0\n');
  meta('name_5pts_score', `${scores.join('\n')}\n`);
});

test('images are aligned by their points', async () => {
  const set = await ijbFaces(root, 'ijbb');
  expect(set).toMatchObject({
    length: 3,
    imageSize: 112,
    templates: Int32Array.of(17, 17, 30),
    media: Int32Array.of(4, 5, 4),
    first: Int32Array.of(17, 17),
    second: Int32Array.of(17, 30),
    same: Uint8Array.of(1, 0),
    scores: Float32Array.of(0.9, 0.5, 1),
  });
  const from = [
    (x: number, y: number) => [x, y],
    (x: number, y: number) => [x + 20, y + 10],
    (x: number, y: number) => [111 - y, x],
  ];
  for (const [index, source] of from.entries()) {
    const image = new Uint8Array(112 * 112 * 3);
    await set.image(index, image);
    for (const [x, y] of [
      [0, 0],
      [30, 70],
      [111, 5],
    ] as const) {
      const [u, v] = source(x, y) as [number, number];
      // Points are f32, so positions are off by some 1e-6 of a pixel.
      expect(Math.abs(image[(y * 112 + x) * 3]! - pixels[(v * side + u) * 3]!)).toBeLessThanOrEqual(1);
    }
  }
});

test('other sizes align to the same places', async () => {
  const set = await ijbFaces(root, 'ijbb', { imageSize: 56 });
  const image = new Uint8Array(56 * 56 * 3);
  await set.image(0, image);
  expect(Math.abs(image[(20 * 56 + 10) * 3]! - pixels[(40 * side + 20) * 3]!)).toBeLessThanOrEqual(1);
});

test('verification from the files on', async () => {
  const report = await verifyTemplates(await ijbFaces(root, 'ijbb', { imageSize: 56 }), rawPixels);
  expect(report.auc).toBe(1);
  expect(report.tarAtFar.map(({ far }) => far)).toEqual([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]);
  rmSync(join(root, 'loose_crop/3.jpg'));
  const set = await ijbFaces(root, 'ijbb', { imageSize: 56 });
  await expect(verifyTemplates(set, rawPixels)).rejects.toThrow('3.jpg: is not there');
  await expect(verifyTemplates(set, rawPixels, { onBadImage: 'skip' })).rejects.toThrow(
    'template 30 has no image that could be read',
  );
});

test.each([
  ['face_tid_mid', '1.jpg 17 4\n2.jpg x 5\n3.jpg 30 4\n', ':2: is not a name and 2 whole numbers'],
  ['face_tid_mid', '1.jpg 17 4\n2.jpg 17\n', ':2: is not a name and 2 whole numbers'],
  ['face_tid_mid', '1.jpg 17 4\n', 'has 3 images, but'],
  ['template_pair_label', '17 17 1\n17 30\n', ':2: is not 3 whole numbers'],
  ['template_pair_label', '17 17 1 0\n', ':1: is not 3 whole numbers'],
  ['template_pair_label', '17 30 2\n', ':1: has no label 0 or 1'],
  ['template_pair_label', '17 3000000000 1\n', ':1: is not 3 whole numbers'],
  [
    'name_5pts_score',
    `${scores[0]}\n2.jpg 1 2 3\n${scores[2]}`,
    ':2: is not a name, five points and a score',
  ],
  [
    'name_5pts_score',
    `${scores[0]}\n2.jpg 1 1 1 1 1 1 1 1 1 1 1\n${scores[2]}`,
    ':2: has five points that coincide',
  ],
  ['name_5pts_score', `${scores[0]}\n../${scores[1]}\n${scores[2]}`, 'names "../2.jpg", which is not below'],
])('%s: %j is told', async (name, text, message) => {
  meta(name, text);
  await expect(ijbFaces(root, 'ijbb')).rejects.toThrow(message);
});

test('a set that is not there', async () => {
  await expect(ijbFaces(root, 'ijbc')).rejects.toThrow('ijbc_face_tid_mid.txt: is not there');
});
