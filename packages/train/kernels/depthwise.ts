import { pad } from './pad';
import { free, take } from './scratch';

/**
 * Depthwise convolution of `x` `[batch, height, width, channels]`, each channel with its own filter: `filter` `[size, size,
 * channels]`. `channels` is a multiple of 4.
 */
export function depthwise(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  channels: usize,
  filter: usize,
  size: usize,
  stride: usize,
  padding: usize,
  y: usize,
  outHeight: usize,
  outWidth: usize,
): void {
  const pixel = channels * 4;
  const lines = height + 2 * padding;
  const columns = width + 2 * padding;
  const line = columns * pixel;
  const run = size * pixel;
  const padded = take(lines * line);
  for (let picture: usize = 0; picture < batch; picture++) {
    pad(x, height, width, channels, padding, lines, columns, channels, padded);
    for (let row: usize = 0; row < outHeight; row++) {
      for (let column: usize = 0; column < outWidth; column++) {
        const window = padded + row * stride * line + column * stride * pixel;
        for (let c: usize = 0; c < pixel; c += 16) {
          let sum = f32x4.splat(0);
          let tap = filter + c;
          for (let down: usize = 0; down < size; down++) {
            let from = window + down * line + c;
            for (const end = from + run; from < end; from += pixel) {
              sum = f32x4.add(sum, f32x4.mul(v128.load(from), v128.load(tap)));
              tap += pixel;
            }
          }
          v128.store(y + c, sum);
        }
        y += pixel;
      }
    }
    x += height * width * pixel;
  }
  free(padded);
}

/** `y[i] += a[i] · b[i]` of `bytes` bytes. */
function addProducts(a: usize, b: usize, y: usize, bytes: usize): void {
  for (const end = y + bytes; y < end; y += 16) {
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(v128.load(a), v128.load(b))));
    a += 16;
    b += 16;
  }
}

/** Its gradient with respect to `x`: every number of dy goes back to where its window was. */
export function depthwiseInput(
  dy: usize,
  batch: usize,
  outHeight: usize,
  outWidth: usize,
  channels: usize,
  filter: usize,
  size: usize,
  stride: usize,
  padding: usize,
  dx: usize,
  height: usize,
  width: usize,
): void {
  const pixel = channels * 4;
  const line = (width + 2 * padding) * pixel;
  const padded = take((height + 2 * padding) * line);
  for (let picture: usize = 0; picture < batch; picture++) {
    memory.fill(padded, 0, (height + 2 * padding) * line);
    for (let row: usize = 0; row < outHeight; row++) {
      for (let column: usize = 0; column < outWidth; column++) {
        let window = padded + row * stride * line + column * stride * pixel;
        let tap = filter;
        for (let down: usize = 0; down < size; down++) {
          for (let right: usize = 0; right < size; right++) {
            addProducts(dy, tap, window + right * pixel, pixel);
            tap += pixel;
          }
          window += line;
        }
        dy += pixel;
      }
    }
    for (let row: usize = 0; row < height; row++) {
      memory.copy(dx, padded + (padding + row) * line + padding * pixel, width * pixel);
      dx += width * pixel;
    }
  }
  free(padded);
}

/** Its gradient with respect to `filter`; a line of dy after the other, so that float32 has not too many numbers to add. */
export function depthwiseFilter(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  channels: usize,
  dy: usize,
  outHeight: usize,
  outWidth: usize,
  size: usize,
  stride: usize,
  padding: usize,
  dFilter: usize,
): void {
  const pixel = channels * 4;
  const lines = height + 2 * padding;
  const columns = width + 2 * padding;
  const line = columns * pixel;
  const bytes = size * size * pixel;
  const padded = take(lines * line);
  const sums = take(bytes);
  memory.fill(dFilter, 0, bytes);
  for (let picture: usize = 0; picture < batch; picture++) {
    pad(x, height, width, channels, padding, lines, columns, channels, padded);
    for (let row: usize = 0; row < outHeight; row++) {
      memory.fill(sums, 0, bytes);
      for (let column: usize = 0; column < outWidth; column++) {
        let window = padded + row * stride * line + column * stride * pixel;
        let tap = sums;
        for (let down: usize = 0; down < size; down++) {
          for (let right: usize = 0; right < size; right++) {
            addProducts(dy, window + right * pixel, tap, pixel);
            tap += pixel;
          }
          window += line;
        }
        dy += pixel;
      }
      for (let at: usize = 0; at < bytes; at += 16)
        v128.store(dFilter + at, f32x4.add(v128.load(dFilter + at), v128.load(sums + at)));
    }
    x += height * width * pixel;
  }
  free(sums);
  free(padded);
}
