import { enlarging, type Pass, reducing } from './pass.js';

/** An image of any size, HWC, u8: RGB, or RGBA as a canvas has it. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Resizes an image so that its shorter side has `size` pixels, and cuts the longer one to the middle: what
 * `--on-wrong-size resize` does in Node, where sharp does it. A smaller image is made of averages of whole pixels, then by
 * Lanczos with three lobes; a larger one is bicubic.
 *
 * The steps, their order and their rounding are those of libvips, so that the same pixels give the same bytes. An alpha channel
 * is not looked at.
 *
 * @param size of the result, height and width
 * @returns size² · 3 bytes (HWC, RGB)
 * @throws RangeError if the data are not three or four bytes a pixel
 * @example
 * import { coverSquare } from '@fastface/train/browser';
 * const data = Uint8Array.of(10, 20, 30, 50, 60, 70, 90, 100, 110); // a row of three pixels
 * coverSquare({ width: 3, height: 1, data }, 1); // new Uint8Array([50, 60, 70])
 */
export function coverSquare({ width, height, data }: Pixels, size: number): Uint8Array {
  const channels = data.length / (width * height);
  if (!(width >= 1 && height >= 1 && (channels === 3 || channels === 4)))
    throw new RangeError(`invalid image: ${data.length} bytes for ${width}×${height} pixels`);
  const shrink = Math.min(width, height) / size;
  let image: Plane = { data, channels, width, height };
  const [down, across] = [passes(height, shrink, size), passes(width, shrink, size)];
  // Enlarging begins with the rows, and what lies between the passes may leave 0 … 255.
  if (shrink < 1) for (const pass of across) image = alongRows(image, pass, Int16Array);
  for (const pass of down) image = alongColumns(image, pass);
  if (shrink >= 1) for (const pass of across) image = alongRows(image, pass, Uint8ClampedArray);
  return new Uint8Array(image.data.buffer);
}

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray | Int16Array;
}

/** What is done along one axis; the last pass makes only the `size` pixels in the middle. */
function passes(length: number, shrink: number, size: number): readonly Pass[] {
  const outputs = Math.round(length / shrink);
  const window = { outputs, first: (outputs - size + 1) >> 1, count: size };
  return shrink < 1 ? [enlarging(shrink, window)] : reducing(length, shrink, window);
}

function alongColumns({ data, channels, width, height }: Plane, { pulls, bias, scale }: Pass): Plane {
  const length = width * 3;
  const result = new Uint8ClampedArray(length * pulls.length);
  const sums = new Int32Array(length);
  for (const [row, { from, weights }] of pulls.entries()) {
    sums.fill(bias);
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i]!;
      let at = within(from + i, height) * width * channels;
      for (let x = 0; x < length; x += 3, at += channels) {
        sums[x]! += weight * data[at]!;
        sums[x + 1]! += weight * data[at + 1]!;
        sums[x + 2]! += weight * data[at + 2]!;
      }
    }
    for (let x = 0; x < length; x++) result[row * length + x] = Math.floor(sums[x]! * scale);
  }
  return { data: result, channels: 3, width, height: pulls.length };
}

function alongRows(
  { data, channels, width, height }: Plane,
  { pulls, bias, scale }: Pass,
  Bytes: typeof Uint8ClampedArray | typeof Int16Array,
): Plane {
  const result = new Bytes(pulls.length * height * 3);
  for (let row = 0, to = 0; row < height; row++) {
    for (const { from, weights } of pulls) {
      let [r, g, b] = [bias, bias, bias];
      for (let i = 0; i < weights.length; i++) {
        const at = (row * width + within(from + i, width)) * channels;
        const weight = weights[i]!;
        r += weight * data[at]!;
        g += weight * data[at + 1]!;
        b += weight * data[at + 2]!;
      }
      result[to++] = Math.floor(r * scale);
      result[to++] = Math.floor(g * scale);
      result[to++] = Math.floor(b * scale);
    }
  }
  return { data: result, channels: 3, width: pulls.length, height };
}

/** Beyond an edge the last pixel goes on. */
const within = (at: number, length: number) => (at < 0 ? 0 : at >= length ? length - 1 : at);
