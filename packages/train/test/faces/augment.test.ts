import { expect, test } from 'vitest';
import { augment, colourMatrix } from '../../src/faces/augment.js';
import { boxBlur } from '../../src/faces/boxBlur.js';
import { flip } from '../../src/faces/flip.js';
import { normalise } from '../../src/faces/normalise.js';
import { Random } from '../../src/random.js';

const size = 56;

/** Noise in colour: whatever is done to it is seen. */
function picture(): Uint8Array {
  const random = new Random('picture');
  return Uint8Array.from({ length: size * size * 3 }, () => 40 + random.below(170));
}

const variance = (image: Uint8Array) => {
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
  return image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length;
};

const isGrey = (image: Uint8Array) => {
  for (let i = 0; i < image.length; i += 3) {
    if (Math.max(...image.subarray(i, i + 3)) - Math.min(...image.subarray(i, i + 3)) > 2) return false;
  }
  return true;
};

test('heavy augmentation leaves about as many images alone, grey and smooth as it says', async () => {
  const original = picture();
  const mirrored = flip(original.slice(), size);
  const [before, n] = [variance(original), 400];
  const counts = { same: 0, grey: 0, smooth: 0 };
  for (let i = 0; i < n; i++) {
    const image = original.slice();
    await augment(image, size, new Random('heavy', i), 'heavy');
    const changed = Buffer.compare(image, original) !== 0 && Buffer.compare(image, mirrored) !== 0;
    if (!changed) counts.same++;
    // Without colour and without blur: neither hides the other.
    if (isGrey(image)) counts.grey++;
    else if (variance(image) < before * 0.75) counts.smooth++;
  }
  // 0.9 · 0.8 · 0.8 · 0.9 = 0.52 alone, 0.1 grey, 0.9 · (1 − 0.9 · 0.8) = 0.25 smooth; five standard deviations.
  expect(counts.same / n).toBeGreaterThan(0.39);
  expect(counts.same / n).toBeLessThan(0.65);
  expect(counts.grey / n).toBeGreaterThan(0.02);
  expect(counts.grey / n).toBeLessThan(0.18);
  expect(counts.smooth / n).toBeGreaterThan(0.14);
  expect(counts.smooth / n).toBeLessThan(0.36);
});

test('no augmentation changes nothing', async () => {
  const image = picture();
  await augment(image, size, new Random('none'), 'none');
  expect(image).toEqual(picture());
});

test('the colour matrix keeps greys and luminance, and without saturation gives grey', () => {
  const apply = (matrix: number[][], colour: number[]) =>
    matrix.map((row) => row.reduce((sum, weight, c) => sum + weight * colour[c]!, 0));
  const luminance = ([r, g, b]: number[]) => 0.299 * r! + 0.587 * g! + 0.114 * b!;
  for (const degrees of [0, 7, 20, 180]) {
    for (const saturation of [0, 1, 1.2]) {
      const matrix = colourMatrix(degrees, saturation);
      for (const value of apply(matrix, [90, 90, 90])) expect(value).toBeCloseTo(90, 0);
      expect(luminance(apply(matrix, [200, 30, 80]))).toBeCloseTo(luminance([200, 30, 80]), 0);
    }
  }
  for (const value of apply(colourMatrix(0, 0), [200, 30, 80])) {
    expect(Math.abs(value - luminance([200, 30, 80]))).toBeLessThan(0.5);
  }
  const same = apply(colourMatrix(0, 1), [200, 30, 80]);
  for (const [i, value] of [200, 30, 80].entries()) expect(Math.abs(same[i]! - value)).toBeLessThan(1);
});

test('a picture is mirrored twice into itself, of odd and even sizes', () => {
  for (const side of [1, 2, 5]) {
    const image = Uint8Array.from({ length: side * side * 3 }, (_, i) => i);
    const twice = flip(flip(image.slice(), side), side);
    expect(twice).toEqual(image);
  }
  expect(
    Array.from(
      flip(
        Uint8Array.from({ length: 27 }, (_, i) => i),
        3,
      ),
    ).slice(0, 9),
  ).toEqual([6, 7, 8, 3, 4, 5, 0, 1, 2]);
});

test('pixels become what float32 arithmetic makes of them', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, x) => x);
  const f32 = Math.fround;
  const expected = Float32Array.from(bytes, (x) => f32(f32(f32(x / 255) - 0.5) / 0.5));
  expect(normalise(bytes)).toEqual(expected);
});

test('a box blur is the mean over the box, edges repeated', () => {
  const side = 6;
  const random = new Random('blur');
  const image = Uint8Array.from({ length: side * side * 3 }, () => random.below(256));
  for (const radius of [0.5, 1, 1.75]) {
    const blurred = image.slice();
    boxBlur(blurred, side, radius);
    const weight = (d: number) => Math.max(0, Math.min(1, radius + 1 - Math.abs(d)));
    const clamp = (i: number) => Math.min(side - 1, Math.max(0, i));
    for (const [row, column, channel] of [
      [0, 0, 0],
      [3, 2, 1],
      [5, 4, 2],
    ] as const) {
      let sum = 0;
      for (let dy = -3; dy <= 3; dy++) {
        for (let dx = -3; dx <= 3; dx++) {
          const at = (clamp(row + dy) * side + clamp(column + dx)) * 3 + channel;
          sum += weight(dx) * weight(dy) * image[at]!;
        }
      }
      const mean = sum / (2 * radius + 1) ** 2;
      // Rounded twice.
      expect(Math.abs(blurred[(row * side + column) * 3 + channel]! - mean)).toBeLessThan(1.1);
    }
  }
});
