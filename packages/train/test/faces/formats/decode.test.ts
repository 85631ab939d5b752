import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../src/badInput.js';
import { decodeImage, decodePicture, type WrongSize } from '../../../src/faces/decode/decodeImage.js';
import { committedFiles, expectedImage, size } from './written.js';

const folder = committedFiles();

async function decode(bytes: Uint8Array, side = size, onWrongSize: WrongSize = 'fail'): Promise<Uint8Array> {
  const into = new Uint8Array(side * side * 3);
  await decodeImage(bytes, 'x.png', side, onWrongSize, into);
  return into;
}

const picture = (width = size, height = size) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } });

const mean = (image: Uint8Array) =>
  [0, 1, 2].map((c) =>
    Math.round(image.reduce((sum, v, i) => (i % 3 === c ? sum + v : sum), 0) / (image.length / 3)),
  );

describe('kinds', () => {
  test.each(['jpeg', 'webp', 'tiff', 'png'] as const)('%s', async (format) => {
    const [r, g, b] = mean(await decode(await picture().toFormat(format).toBuffer()));
    expect(Math.abs(r! - 200) + Math.abs(g! - 100) + Math.abs(b! - 50)).toBeLessThan(8);
  });

  test('grey, 16 bits, transparency and CMYK become RGB', async () => {
    const grey = await decode(await picture().greyscale().png().toBuffer());
    expect(new Set(grey).size).toBe(1);
    expect(mean(await decode(await picture().toColourspace('rgb16').png().toBuffer()))).toEqual([
      200, 100, 50,
    ]);
    expect(mean(await decode(await picture().ensureAlpha(0.3).png().toBuffer()))).toEqual([200, 100, 50]);
    const cmyk = mean(await decode(await picture().toColourspace('cmyk').jpeg().toBuffer()));
    for (const [i, value] of [200, 100, 50].entries()) expect(Math.abs(cmyk[i]! - value)).toBeLessThan(40);
  });

  test.each(['p2', 'p5', 'p5-16'])('PGM: %s', async (name) => {
    const image = await decode(readFileSync(join(folder, 'grey', `${name}.pgm`)));
    const green = expectedImage(3).filter((_, i) => i % 3 === 1);
    for (const [i, value] of green.entries())
      expect(Array.from(image.subarray(3 * i, 3 * i + 3))).toEqual([value, value, value]);
  });

  test('PGM with another largest value is scaled', async () => {
    const image = await decode(readFileSync(join(folder, 'grey', 'p2-9.pgm')));
    // Rounded twice: to 0 … 90 and back.
    for (const [i, value] of expectedImage(3).entries()) {
      if (i % 3 === 1) expect(Math.abs(image[i]! - value)).toBeLessThan(3);
    }
  });

  test('SVG, GIF and text are not images of a data set', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';
    for (const bytes of [
      Buffer.from(svg),
      await picture().gif().toBuffer(),
      Buffer.from('hello'),
      Buffer.alloc(0),
    ]) {
      await expect(decode(bytes)).rejects.toThrow(/^x\.png: cannot be decoded: it is (not JPEG|empty)/);
    }
  });
});

describe('size', () => {
  test('another size fails, and says which', async () => {
    for (const [width, height] of [
      [9, 7],
      [7, 7],
      [4000, 3000],
      [8, 9],
    ] as const) {
      await expect(decode(await picture(width, height).png().toBuffer())).rejects.toThrow(
        `x.png: is ${width}×${height} pixels, not 8×8 (crop or resize it, or let that be done: --on-wrong-size resize)`,
      );
    }
  });

  test('Exif orientation is honoured', async () => {
    const pixels = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => i);
    const raw = { width: 8, height: 8, channels: 3 as const };
    const lying = await sharp(pixels, { raw }).rotate(90).png().toBuffer();
    const turned = await sharp(lying).withMetadata({ orientation: 8 }).png().toBuffer();
    expect([...(await decode(turned))]).toEqual([...pixels]);
    expect([...(await decode(lying))]).not.toEqual([...pixels]);
    // JPEG, of which the marker is looked for first: within what the compression loses.
    const jpeg = await sharp(lying)
      .withMetadata({ orientation: 8 })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const error = (await decode(jpeg)).map((value, i) => Math.abs(value - pixels[i]!));
    expect(Math.max(...error)).toBeLessThan(12);
  });

  test('or is resized, the longer side cut', async () => {
    const wide = await sharp({ create: { width: 60, height: 20, channels: 3, background: '#000' } })
      .composite([{ input: await picture(20, 20).png().toBuffer(), left: 20, top: 0 }])
      .png()
      .toBuffer();
    expect(mean(await decode(wide, 8, 'resize'))[0]).toBeGreaterThan(190);
    expect(await decode(await picture().png().toBuffer(), 8, 'resize')).toEqual(
      await decode(await picture().png().toBuffer()),
    );
  });

  test('a header that claims billions of pixels takes no memory', async () => {
    const bomb = await picture().png().toBuffer();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    await expect(decode(bomb)).rejects.toThrow(BadInput);
    await expect(decode(bomb, 8, 'resize')).rejects.toThrow(BadInput);
    await expect(decodePicture(Buffer.from('P6 60000 60000 255 '), 'x.ppm')).rejects.toThrow(
      'it has 60000×60000 pixels',
    );
    const bmp = readFileSync(join(folder, 'people/a/0.bmp'));
    bmp.writeInt32LE(60_000, 18);
    bmp.writeInt32LE(60_000, 22);
    await expect(decodePicture(bmp, 'x.bmp')).rejects.toThrow('it has 60000×60000 pixels');
  });
});

test('damaged images: a message, or some picture, but nothing else', async () => {
  const jpeg = await picture().jpeg().toBuffer();
  const files = [
    jpeg,
    readFileSync(join(folder, 'people/Z/2.bmp')),
    readFileSync(join(folder, 'people/ö/4.ppm')),
    readFileSync(join(folder, 'people/ö/deeper/5.ppm')),
  ];
  let failures = 0;
  const attempt = async (bytes: Uint8Array) => {
    try {
      expect((await decode(bytes)).length).toBe(size * size * 3);
    } catch (error) {
      expect(error).toBeInstanceOf(BadInput);
      failures++;
    }
  };
  for (const file of files) {
    const step = Math.ceil(file.length / 120);
    for (let at = 0; at < file.length; at += step) {
      await attempt(file.subarray(0, at));
      await attempt(file.map((byte, i) => (i === at ? byte ^ 0xff : byte)));
    }
  }
  expect(failures).toBeGreaterThan(200);
});

test('a truncated JPEG is not taken for a grey one', async () => {
  const jpeg = await sharp(Buffer.from(Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 37) % 256)), {
    raw: { width: 64, height: 64, channels: 3 },
  })
    .jpeg()
    .toBuffer();
  await expect(decode(jpeg.subarray(0, jpeg.length / 2), 64)).rejects.toThrow('x.png: cannot be decoded');
});
