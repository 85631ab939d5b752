import { accumulate } from './accumulate';
import { pad } from './pad';
import { free, roundUp, take } from './scratch';
import { transformWindow } from './transformWindow';
import { windowsAtATime } from './winograd';

/** Two numbers of dy times G: to four planes. */
function spreadSlopes(d0: v128, d1: v128, to: usize, plane: usize): void {
  const half = f32x4.splat(0.5);
  v128.store(to, d0);
  v128.store(to + plane, f32x4.mul(half, f32x4.add(d0, d1)));
  v128.store(to + 2 * plane, f32x4.mul(half, f32x4.sub(d0, d1)));
  v128.store(to + 3 * plane, d1);
}

/** `G d Gᵀ` of 2×2 pixels of dy: to 16 planes. */
function transformSlopes(dy: usize, line: usize, pixel: usize, to: usize, plane: usize): void {
  const half = f32x4.splat(0.5);
  for (const end = dy + pixel; dy < end; dy += 16) {
    const d00 = v128.load(dy);
    const d01 = v128.load(dy + pixel);
    const d10 = v128.load(dy + line);
    const d11 = v128.load(dy + line + pixel);
    spreadSlopes(d00, d01, to, plane);
    spreadSlopes(
      f32x4.mul(half, f32x4.add(d00, d10)),
      f32x4.mul(half, f32x4.add(d01, d11)),
      to + 4 * plane,
      plane,
    );
    spreadSlopes(
      f32x4.mul(half, f32x4.sub(d00, d10)),
      f32x4.mul(half, f32x4.sub(d01, d11)),
      to + 8 * plane,
      plane,
    );
    spreadSlopes(d10, d11, to + 12 * plane, plane);
    to += 16;
  }
}

/** `Aᵀ s A` of 16 planes `[inputs, depth]`: to the filter `[3, 3, inputs, outputs]`. */
function gatherFilter(sums: usize, inputs: usize, depth: usize, outputs: usize, filter: usize): void {
  const plane = inputs * depth * 4;
  const tap = inputs * outputs * 4;
  for (let input: usize = 0; input < inputs; input++) {
    for (let output: usize = 0; output < outputs; output += 4) {
      const from = sums + (input * depth + output) * 4;
      for (let row: usize = 0; row < 3; row++) {
        // s0 + s1 + s2, s1 − s2, s1 + s2 − s3, along rows and columns.
        const b = from + 4 * plane;
        const c = from + 8 * plane;
        const sign = f32x4.splat(row === 1 ? -1 : 1);
        const other = row === 0 ? from : from + 12 * plane;
        const weight = f32x4.splat(row === 0 ? 1 : row === 1 ? 0 : -1);
        const t0 = threeOf(b, c, other, sign, weight);
        const t1 = threeOf(b + plane, c + plane, other + plane, sign, weight);
        const t2 = threeOf(b + 2 * plane, c + 2 * plane, other + 2 * plane, sign, weight);
        const t3 = threeOf(b + 3 * plane, c + 3 * plane, other + 3 * plane, sign, weight);
        const both = f32x4.add(t1, t2);
        const to = filter + 3 * row * tap + (input * outputs + output) * 4;
        v128.store(to, f32x4.add(t0, both));
        v128.store(to + tap, f32x4.sub(t1, t2));
        v128.store(to + 2 * tap, f32x4.sub(both, t3));
      }
    }
  }
}

function threeOf(b: usize, c: usize, other: usize, sign: v128, weight: v128): v128 {
  const two = f32x4.add(v128.load(b), f32x4.mul(sign, v128.load(c)));
  return f32x4.add(two, f32x4.mul(weight, v128.load(other)));
}

/** Gradient of a 3×3 convolution without a step with respect to its filter: see `winograd.ts`. */
export function winogradFilter(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  inputs: usize,
  dy: usize,
  outputs: usize,
  padding: usize,
  dFilter: usize,
): void {
  const outHeight = height + 2 * padding - 2;
  const outWidth = width + 2 * padding - 2;
  const down = (outHeight + 1) / 2;
  const across = (outWidth + 1) / 2;
  const lines = down * 2 + 2;
  const columns = across * 2 + 2;
  const pixel = inputs * 4;
  const line = columns * pixel;
  const depth = roundUp(outputs, 8);
  const outPixel = depth * 4;
  const outLine = across * 2 * outPixel;
  const atATime = windowsAtATime(max<usize>(inputs, outputs));
  const together = min<usize>(batch, (atATime + down * across - 1) / (down * across));
  const plane = atATime * pixel;
  const outPlane = atATime * outPixel;
  const padded = take(together * lines * line);
  const slopes = take(together * 2 * down * outLine);
  const windows = take(16 * plane);
  const transformed = take(16 * outPlane);
  const sums = take(16 * inputs * outPixel);
  memory.fill(sums, 0, 16 * inputs * outPixel);
  for (let first: usize = 0; first < batch; first += together) {
    const pictures = min<usize>(together, batch - first);
    for (let picture: usize = 0; picture < pictures; picture++) {
      pad(x, height, width, inputs, padding, lines, columns, inputs, padded + picture * lines * line);
      const to = slopes + picture * 2 * down * outLine;
      pad(dy, outHeight, outWidth, outputs, 0, 2 * down, 2 * across, depth, to);
      x += height * width * pixel;
      dy += outHeight * outWidth * outputs * 4;
    }
    const count = pictures * down * across;
    for (let start: usize = 0; start < count; start += atATime) {
      const now = min<usize>(atATime, count - start);
      for (let index: usize = 0; index < now; index++) {
        const column = (start + index) % across;
        const row = (start + index) / across;
        const from = padded + (2 * row + 2 * (row / down)) * line + 2 * column * pixel;
        transformWindow(from, line, pixel, windows + index * pixel, plane);
        const slope = slopes + 2 * row * outLine + 2 * column * outPixel;
        transformSlopes(slope, outLine, outPixel, transformed + index * outPixel, outPlane);
      }
      for (let each: usize = 0; each < 16; each++) {
        for (let input: usize = 0; input < inputs; input += 4) {
          for (let output: usize = 0; output < depth; output += 8) {
            accumulate(
              windows + each * plane + input * 4,
              pixel,
              0,
              transformed + each * outPlane + output * 4,
              outPixel,
              1,
              now,
              sums + ((each * inputs + input) * depth + output) * 4,
              outPixel,
            );
          }
        }
      }
    }
  }
  gatherFilter(sums, inputs, depth, outputs, dFilter);
  free(sums);
  free(transformed);
  free(windows);
  free(slopes);
  free(padded);
}
