import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/run.js';
import { alignFace, pointList } from '../../../src/index.js';
import { temporaryFolder } from '../formats/written.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
afterEach(() => vi.restoreAllMocks());

async function align(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line) => void err.push(line));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0);
  const status = await run(['align', ...args]);
  vi.restoreAllMocks();
  return { status, out: out.join('\n'), err: err.join('\n') };
}

/** The template of ArcFace, as published. */
const template = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
] as const;

/** An image of 400 × 300 with a round spot at each point, red, green, blue, yellow and white. */
const colours = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [255, 255, 255],
] as const;
function spots(points: readonly (readonly number[])[], radius: number) {
  const [width, height] = [400, 300];
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const spot = points.findIndex(([px, py]) => Math.hypot(x - px!, y - py!) < radius);
      if (spot >= 0) pixels.set(colours[spot]!, (y * width + x) * 3);
    }
  }
  return { width, height, pixels };
}

/** The template turned by an angle, scaled and shifted, as a face in a picture is. */
const seen = (degrees: number, scale: number, dx: number, dy: number) => {
  const [a, b] = [scale * Math.cos((degrees * Math.PI) / 180), scale * Math.sin((degrees * Math.PI) / 180)];
  return template.map(([x, y]) => [a * x - b * y + dx, b * x + a * y + dy] as const);
};

/** The centre of a colour's pixels. */
function centreOf(pixels: Uint8Array, size: number, colour: readonly number[]): [number, number] {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < size * size; i++) {
    if (!colour.every((value, c) => Math.abs(pixels[3 * i + c]! - value) < 60)) continue;
    sum++;
    sumX += i % size;
    sumY += Math.floor(i / size);
  }
  return [sumX / sum, sumY / sum];
}

function expectTemplate(pixels: Uint8Array, size = 112): void {
  for (const [i, [x, y]] of template.entries()) {
    const [foundX, foundY] = centreOf(pixels, size, colours[i]!);
    expect(Math.abs(foundX - (x * size) / 112), `x of point ${i}`).toBeLessThan(0.6);
    expect(Math.abs(foundY - (y * size) / 112), `y of point ${i}`).toBeLessThan(0.6);
  }
}

describe('the five points come where the template has them', () => {
  test.each([
    [0, 1, 100, 50, 112],
    [25, 1.5, 150, 20, 112],
    [-40, 2, 60, 120, 112],
    [180, 1, 250, 200, 112],
    [10, 1.2, 120, 60, 224],
  ])('turned by %d°, scaled by %d', (degrees, scale, dx, dy, size) => {
    const points = seen(degrees, scale, dx, dy);
    expectTemplate(alignFace(spots(points, 6 * scale), points, size), size);
  });
});

test('the command aligns the faces of a list, two of one image, and honours Exif', async () => {
  const points = seen(15, 1.5, 120, 30);
  const { pixels, ...raw } = spots(points, 9);
  const image = sharp(pixels, { raw: { ...raw, channels: 3 } });
  mkdirSync(at('photos/anna'), { recursive: true });
  await image.png().toFile(at('photos/anna/1.png'));
  const lying = await image.rotate(90).png().toBuffer();
  await sharp(lying).withMetadata({ orientation: 8 }).png().toFile(at('photos/anna/turned.png'));
  const numbers = points.flat().map((value) => value.toFixed(3));
  const line = (name: string, separator: string) => [name, ...numbers].join(separator);
  const names = ['anna/1.png', 'anna/turned.png', 'anna/1.png'];
  for (const [list, separator] of [
    ['points.txt', ' '],
    ['points.tsv', '\t'],
    ['points.csv', ','],
  ] as const) {
    const heading = ['path', ...numbers.map((_, i) => `p${i}`)].join(separator);
    writeFileSync(at(list), `${heading}\n${names.map((name) => line(name, separator)).join('\n')}\n`);
    const out = at(`aligned-${list}`);
    const result = await align(at(list), '--root', at('photos'), '-o', out, '--json');
    expect(result.status, result.err).toBe(0);
    expect(JSON.parse(result.out)).toEqual({ output: out, imageSize: 112, faces: 3, skipped: 0 });
    for (const name of ['1', 'turned', '1-2']) {
      const { data, info } = await sharp(join(out, 'anna', `${name}.png`))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, info.channels]).toEqual([112, 112, 3]);
      expectTemplate(data);
    }
  }
});

test('an image that cannot be read ends it, or is left out', async () => {
  writeFileSync(at('photos/broken.png'), 'x');
  const numbers = template.flat().join(' ');
  writeFileSync(at('two.txt'), `broken.png ${numbers}\nanna/1.png ${numbers} 0.99\n`);
  const args = [at('two.txt'), '--root', at('photos'), '-o', at('aligned')];
  expect(await align(...args)).toMatchObject({
    status: 1,
    err: expect.stringMatching(/broken\.png: cannot be decoded/),
  });
  const skipping = await align(...args, '--on-bad-image=skip', '--json');
  expect(JSON.parse(skipping.out)).toMatchObject({ faces: 1, skipped: 1 });
});

describe('nothing is written twice or over an image', () => {
  const numbers = template.flat().join(' ');
  async function image(path: string, value: number): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    await sharp({ create: { width: 112, height: 112, channels: 3, background: { r: value, g: 0, b: 0 } } })
      .png()
      .toFile(path);
  }
  const redOf = async (path: string) => (await sharp(path).raw().toBuffer())[3 * (56 * 112 + 56)];

  test.each([
    [
      ['a.png', 'a.png', 'a-2.png', 'a-2.png', './a.png', 'a.jpg.png'],
      { 'a-2-2.png': 100, 'a-2-3.png': 100, 'a-2.png': 50, 'a-3.png': 50, 'a.jpg.png': 150, 'a.png': 50 },
    ],
    [['a-2.png', 'a.png', 'a.png', 'a.png'], { 'a-2.png': 100, 'a-3.png': 50, 'a-4.png': 50, 'a.png': 50 }],
  ])('a number that another image has is passed over: %j', async (names, expected) => {
    await image(at('twice/a.png'), 50);
    await image(at('twice/a-2.png'), 100);
    await image(at('twice/a.jpg.png'), 150);
    writeFileSync(at('twice.txt'), names.map((name) => `${name} ${numbers}\n`).join(''));
    const out = at(`twice-${names.length}`);
    const result = await align(at('twice.txt'), '--root', at('twice'), '-o', out);
    expect(result.status, result.err).toBe(0);
    const written = readdirSync(out);
    const values = await Promise.all(written.map((name) => redOf(join(out, name))));
    expect(Object.fromEntries(written.map((name, i) => [name, values[i]]))).toEqual(expected);
  });

  test.each(['al', 'linked'])('the images of the list are not written over: -o %s', async (output) => {
    await image(at('al/b.jpg.png'), 20);
    await image(at('al/a.png'), 10);
    if (!existsSync(at('linked'))) symlinkSync(at('al'), at('linked'));
    writeFileSync(at('al/p.txt'), `b.jpg.png ${numbers}\na.png ${numbers}\n`);
    const before = readFileSync(at('al/b.jpg.png'));
    const { status, err } = await align(at('al/p.txt'), '-o', at(output), '--image-size=16');
    expect(err).toMatch(
      /b\.jpg\.png: is an image of the list, and would be overwritten \(name another --output\)$/,
    );
    expect(status).toBe(1);
    expect(readFileSync(at('al/b.jpg.png'))).toEqual(before);
  });

  test('nothing is written where a later image would be lost', async () => {
    await image(at('later/a.png'), 10);
    await image(at('later/sub/a.png'), 20);
    writeFileSync(at('later.txt'), `a.png ${numbers}\nsub/a.png ${numbers}\n`);
    mkdirSync(at('later-out/sub'), { recursive: true });
    symlinkSync(at('later/sub/a.png'), at('later-out/sub/a.png'));
    const { status, err } = await align(at('later.txt'), '--root', at('later'), '-o', at('later-out'));
    expect([status, err]).toEqual([1, expect.stringMatching(/sub\/a\.png: is an image of the list/)]);
    expect(existsSync(at('later-out/a.png'))).toBe(false);
  });
});

test('a first line of column names is no face', async () => {
  const words = 'path x1 y1 x2 y2 x3 y3 x4 y4 x5 y5';
  writeFileSync(at('head.txt'), `${words}\na.png 1 2 3 4 5 6 7 8 9 10\n`);
  expect((await pointList(at('head.txt'), folder)).map(({ name }) => name)).toEqual(['a.png']);
});

test.each([
  ['', 'lists no face'],
  ['b.png\na.png 1 2 3 4 5 6 7 8 9 10\n', ':1: is no path with five points: b.png'],
  ['a.png 1 1 1 1 1 1 1 1 1 1.0009\n', ':1: has five points that coincide'],
  ['a.png 0 0 1e-200 0 0 0 0 0 0 0\n', ':1: has five points that coincide'],
  ['a.png 1 2 3 4 5 6 7 8 9\n', ':1: is no path with five points'],
  ['a.png 1 2 3 4 5 6 7 8 9 x\n', ':1: is no path with five points'],
  ['a.png 1 2 3 4 5 6 7 8 9 1e300\n', ':1: is no path with five points'],
  ['a.png 1 1 1 1 1 1 1 1 1 1\n', ':1: has five points that coincide'],
  ['../a.png 1 2 3 4 5 6 7 8 9 10\n', "which is not below the images' folder"],
  ['/etc/a.png 1 2 3 4 5 6 7 8 9 10\n', "which is not below the images' folder"],
])('the list %j is told', async (text, message) => {
  writeFileSync(at('bad.txt'), text);
  await expect(pointList(at('bad.txt'), folder)).rejects.toThrow(message);
});

test('a command line that is wrong', async () => {
  expect((await align(at('bad.txt'))).status).toBe(2);
  expect(await align(at('bad.txt'), '-o', 'x', '--image-size=5000')).toMatchObject({
    status: 2,
    err: expect.stringMatching(/--image-size 5000: at most 4096/),
  });
});
