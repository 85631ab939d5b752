import { pad } from './pad';
import { free, roundUp, take } from './scratch';
import { pays, winogradFilter } from './winograd';

/**
 * `sums[i][o] += Σ x[pixel][i] · dy[pixel][o]` for 4 inputs and 8 outputs, over `lines` lines of `columns` pixels. `x` goes
 * `xColumn` bytes from pixel to pixel and `xJump` more at the end of a line, dy `dyColumn`.
 */
export function accumulate(
  x: usize,
  xColumn: usize,
  xJump: usize,
  dy: usize,
  dyColumn: usize,
  lines: usize,
  columns: usize,
  sums: usize,
  sumsRow: usize,
): void {
  const second = sums + sumsRow;
  const third = second + sumsRow;
  const fourth = third + sumsRow;
  let s00 = v128.load(sums);
  let s01 = v128.load(sums, 16);
  let s10 = v128.load(second);
  let s11 = v128.load(second, 16);
  let s20 = v128.load(third);
  let s21 = v128.load(third, 16);
  let s30 = v128.load(fourth);
  let s31 = v128.load(fourth, 16);
  for (; lines > 0; lines--) {
    const end = dy + columns * dyColumn;
    while (dy < end) {
      const d0 = v128.load(dy);
      const d1 = v128.load(dy, 16);
      let value = v128.load_splat<f32>(x);
      s00 = f32x4.add(s00, f32x4.mul(value, d0));
      s01 = f32x4.add(s01, f32x4.mul(value, d1));
      value = v128.load_splat<f32>(x, 4);
      s10 = f32x4.add(s10, f32x4.mul(value, d0));
      s11 = f32x4.add(s11, f32x4.mul(value, d1));
      value = v128.load_splat<f32>(x, 8);
      s20 = f32x4.add(s20, f32x4.mul(value, d0));
      s21 = f32x4.add(s21, f32x4.mul(value, d1));
      value = v128.load_splat<f32>(x, 12);
      s30 = f32x4.add(s30, f32x4.mul(value, d0));
      s31 = f32x4.add(s31, f32x4.mul(value, d1));
      x += xColumn;
      dy += dyColumn;
    }
    x += xJump;
  }
  v128.store(sums, s00);
  v128.store(sums, s01, 16);
  v128.store(second, s10);
  v128.store(second, s11, 16);
  v128.store(third, s20);
  v128.store(third, s21, 16);
  v128.store(fourth, s30);
  v128.store(fourth, s31, 16);
}

/** Pixels of dy that are taken at a time, with what they have met of x, for both to stay in the nearest cache. */
const pixelsAtATime: usize = 64;

/**
 * Gradient of a convolution with respect to its filter: `x` `[batch, height, width, inputs]` and `dy` `[batch, outHeight,
 * outWidth, outputs]` to `dFilter` `[size, size, inputs, outputs]`.
 */
export function filterGradient(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  inputs: usize,
  dy: usize,
  outHeight: usize,
  outWidth: usize,
  outputs: usize,
  size: usize,
  stride: usize,
  padding: usize,
  dFilter: usize,
): void {
  if (pays(size, stride, inputs, outputs)) {
    winogradFilter(x, batch, height, width, inputs, dy, outputs, padding, dFilter);
    return;
  }
  const depth = roundUp(inputs, 4);
  const pixel = depth * 4;
  const lines = height + 2 * padding;
  const columns = width + 2 * padding;
  const line = columns * pixel;
  const outDepth = roundUp(outputs, 8);
  const outPixel = outDepth * 4;
  const run = size * depth;
  const sums = take(size * run * outPixel);
  memory.fill(sums, 0, size * run * outPixel);
  const xAsItIs = padding === 0 && depth === inputs;
  const dyAsItIs = outDepth === outputs;
  const padded = xAsItIs ? <usize>0 : take(lines * line);
  const filledUp = dyAsItIs ? <usize>0 : take(outHeight * outWidth * outPixel);
  const atATime = max<usize>(1, pixelsAtATime / outWidth);
  const xColumn = stride * pixel;
  const xJump = stride * line - outWidth * xColumn;
  for (let picture: usize = 0; picture < batch; picture++) {
    if (!xAsItIs) pad(x, height, width, inputs, padding, lines, columns, depth, padded);
    if (!dyAsItIs) pad(dy, outHeight, outWidth, outputs, 0, outHeight, outWidth, outDepth, filledUp);
    const seen = xAsItIs ? x : padded;
    const slopes = dyAsItIs ? dy : filledUp;
    for (let first: usize = 0; first < outHeight; first += atATime) {
      const count = min<usize>(atATime, outHeight - first);
      for (let row: usize = 0; row < size; row++) {
        const start = seen + (first * stride + row) * line;
        for (let input: usize = 0; input < run; input += 4) {
          for (let output: usize = 0; output < outDepth; output += 8) {
            accumulate(
              start + input * 4,
              xColumn,
              xJump,
              slopes + (first * outWidth * outDepth + output) * 4,
              outPixel,
              count,
              outWidth,
              sums + ((row * run + input) * outDepth + output) * 4,
              outPixel,
            );
          }
        }
      }
    }
    x += height * width * inputs * 4;
    dy += outHeight * outWidth * outputs * 4;
  }
  for (let tap: usize = 0; tap < size * size; tap++) {
    for (let input: usize = 0; input < inputs; input++) {
      memory.copy(dFilter, sums + (tap * depth + input) * outPixel, outputs * 4);
      dFilter += outputs * 4;
    }
  }
  if (!dyAsItIs) free(filledUp);
  if (!xAsItIs) free(padded);
  free(sums);
}
