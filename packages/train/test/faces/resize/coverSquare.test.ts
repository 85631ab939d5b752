import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { coverSquare } from '../../../src/faces/resize/coverSquare.js';
import { Random } from '../../../src/random.js';

/** Slopes, edges and noise. */
function drawn(width: number, height: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const waves = [0, 1, 2].map(() => [random.between(2, 40), random.between(2, 40)] as const);
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    for (const [channel, [a, b]] of waves.entries()) {
      const edge = x > width / 2 !== y > height / 3 ? 70 : -70;
      const value = 127 + 90 * Math.sin(x / a + y / b) + edge + random.between(-30, 30);
      pixels[3 * i + channel] = Math.max(0, Math.min(255, value));
    }
  }
  return pixels;
}

/** What `--on-wrong-size resize` does. */
const bySharp = (pixels: Uint8Array, width: number, height: number, size: number) =>
  sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(size, size, { fit: 'cover', fastShrinkOnLoad: false })
    .raw()
    .toBuffer();

const withAlpha = (pixels: Uint8Array) => {
  const rgba = new Uint8ClampedArray((pixels.length / 3) * 4);
  for (let i = 0; i < pixels.length / 3; i++)
    rgba.set([...pixels.subarray(3 * i, 3 * i + 3), (i * 37) % 256], 4 * i);
  return rgba;
};

describe('a picture cut to a square and resized', () => {
  test('has the bytes that sharp gives it, from RGB and RGBA', async () => {
    const side = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 200, max: 600 }));
    const [smaller, larger] = [new Set<number>(), new Set<number>()];
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        fc.constantFrom(16, 24, 32, 112),
        fc.nat(),
        async (width, height, size, seed) => {
          const pixels = drawn(width, height, seed);
          const expected = await bySharp(pixels, width, height, size);
          (Math.min(width, height) < size ? larger : smaller).add(seed);
          expect(Buffer.from(coverSquare({ width, height, data: pixels }, size)).equals(expected)).toBe(true);
          const rgba = coverSquare({ width, height, data: withAlpha(pixels) }, size);
          expect(Buffer.from(rgba).equals(expected)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
    expect(smaller.size).toBeGreaterThan(10);
    expect(larger.size).toBeGreaterThan(3);
  });

  test.each([
    ['of the size already', 32, 32, 32],
    ['a photograph', 1200, 800, 112],
    ['one pixel', 1, 1, 32],
    ['one column', 1, 5000, 16],
    ['one row', 5000, 1, 16],
    ['twice the size', 64, 64, 32],
    ['four times the size', 128, 160, 32],
    ['five times and a bit', 161, 163, 32],
  ])('%s: %d × %d to %d', async (_, width, height, size) => {
    const pixels = drawn(width, height, 5);
    const found = coverSquare({ width, height, data: pixels }, size);
    expect(Buffer.from(found).equals(await bySharp(pixels, width, height, size))).toBe(true);
  });

  test('is refused where the bytes are not three or four a pixel', () => {
    const picture = { width: 4, height: 4, data: new Uint8Array(47) };
    expect(() => coverSquare(picture, 16)).toThrow('invalid image: 47 bytes for 4×4 pixels');
    expect(() => coverSquare({ width: 0, height: 4, data: new Uint8Array(0) }, 16)).toThrow(RangeError);
  });
});
