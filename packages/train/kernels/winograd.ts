import { correlate } from './correlate';
import { accumulate } from './filterGradient';
import { pad } from './pad';
import { free, roundUp, take } from './scratch';

/*
 * 3×3 convolutions without a step in 16 products where 36 are written: windows of 4×4 pixels, half of which two neighbours
 * share, give 2×2 outputs each. Transforms are sums, differences and halves, so that hardly a digit is lost. Source: Lavin and
 * Gray (2016), Fast algorithms for convolutional neural networks, arXiv 1509.09308, section 4.1 for the output and the input's
 * gradient, F(2×2, 3×3), and 4.2 for the filter's, F(3×3, 2×2).
 */

/** Whether the fewer products make up for the transforms. */
export function pays(size: usize, stride: usize, inputs: usize, outputs: usize): bool {
  const wide = min<usize>(inputs, outputs) >= 16 && max<usize>(inputs, outputs) >= 24;
  return size === 3 && stride === 1 && wide && ((inputs | outputs) & 3) === 0;
}

/**
 * Windows at a time: what they are transformed to stays in the second cache, and where there are many channels, a filter that
 * does not fit into it serves many windows.
 */
function windowsAtATime(channels: usize): usize {
  return max<usize>(channels < 128 ? 32 : 64, (4096 / channels) & ~3);
}

/** A row of a window times B: to four planes. */
function spreadRow(t0: v128, t1: v128, t2: v128, t3: v128, to: usize, plane: usize): void {
  v128.store(to, f32x4.sub(t0, t2));
  v128.store(to + plane, f32x4.add(t1, t2));
  v128.store(to + 2 * plane, f32x4.sub(t2, t1));
  v128.store(to + 3 * plane, f32x4.sub(t1, t3));
}

/** `Bᵀ d B` of the window of 4×4 pixels from `x` on: to the same place in each of 16 planes. */
function transformWindow(x: usize, line: usize, pixel: usize, to: usize, plane: usize): void {
  const end = x + pixel;
  for (; x < end; x += 16) {
    const second = x + line;
    const third = second + line;
    const fourth = third + line;
    spreadRow(
      f32x4.sub(v128.load(x), v128.load(third)),
      f32x4.sub(v128.load(x + pixel), v128.load(third + pixel)),
      f32x4.sub(v128.load(x + 2 * pixel), v128.load(third + 2 * pixel)),
      f32x4.sub(v128.load(x + 3 * pixel), v128.load(third + 3 * pixel)),
      to,
      plane,
    );
    spreadRow(
      f32x4.add(v128.load(second), v128.load(third)),
      f32x4.add(v128.load(second + pixel), v128.load(third + pixel)),
      f32x4.add(v128.load(second + 2 * pixel), v128.load(third + 2 * pixel)),
      f32x4.add(v128.load(second + 3 * pixel), v128.load(third + 3 * pixel)),
      to + 4 * plane,
      plane,
    );
    spreadRow(
      f32x4.sub(v128.load(third), v128.load(second)),
      f32x4.sub(v128.load(third + pixel), v128.load(second + pixel)),
      f32x4.sub(v128.load(third + 2 * pixel), v128.load(second + 2 * pixel)),
      f32x4.sub(v128.load(third + 3 * pixel), v128.load(second + 3 * pixel)),
      to + 8 * plane,
      plane,
    );
    spreadRow(
      f32x4.sub(v128.load(second), v128.load(fourth)),
      f32x4.sub(v128.load(second + pixel), v128.load(fourth + pixel)),
      f32x4.sub(v128.load(second + 2 * pixel), v128.load(fourth + 2 * pixel)),
      f32x4.sub(v128.load(second + 3 * pixel), v128.load(fourth + 3 * pixel)),
      to + 12 * plane,
      plane,
    );
    to += 16;
  }
}

/** Three numbers times G: to four planes. */
function widenRow(g0: v128, g1: v128, g2: v128, to: usize, plane: usize): void {
  const half = f32x4.splat(0.5);
  const ends = f32x4.add(g0, g2);
  v128.store(to, g0);
  v128.store(to + plane, f32x4.mul(half, f32x4.add(ends, g1)));
  v128.store(to + 2 * plane, f32x4.mul(half, f32x4.sub(ends, g1)));
  v128.store(to + 3 * plane, g2);
}

/** `G g Gᵀ` of panels `[panels][9][depth][8]` as `packFilter` makes them: to 16 planes of panels `[panels][depth][8]`. */
function transformFilter(filter: usize, panels: usize, depth: usize, to: usize): void {
  const tap = depth * 32;
  const plane = panels * tap;
  const half = f32x4.splat(0.5);
  for (; panels > 0; panels--) {
    for (const end = filter + tap; filter < end; filter += 16) {
      for (let row: usize = 0; row < 4; row++) {
        // Taps of a column, one below the other, are three taps apart.
        let g0 = v128.load(filter);
        let g1 = v128.load(filter + tap);
        let g2 = v128.load(filter + 2 * tap);
        const last = filter + 6 * tap;
        if (row === 3) {
          g0 = v128.load(last);
          g1 = v128.load(last + tap);
          g2 = v128.load(last + 2 * tap);
        } else if (row !== 0) {
          const middle = filter + 3 * tap;
          const sign = f32x4.splat(row === 1 ? 1 : -1);
          g0 = f32x4.add(f32x4.add(g0, v128.load(last)), f32x4.mul(sign, v128.load(middle)));
          g1 = f32x4.add(f32x4.add(g1, v128.load(last + tap)), f32x4.mul(sign, v128.load(middle + tap)));
          g2 = f32x4.add(
            f32x4.add(g2, v128.load(last + 2 * tap)),
            f32x4.mul(sign, v128.load(middle + 2 * tap)),
          );
          g0 = f32x4.mul(half, g0);
          g1 = f32x4.mul(half, g1);
          g2 = f32x4.mul(half, g2);
        }
        widenRow(g0, g1, g2, to + 4 * row * plane, plane);
      }
      to += 16;
    }
    filter += 8 * tap;
  }
}

/** `Aᵀ m A` of 16 planes: to 2×2 pixels of `outputs` numbers, of which `rows` and `columns` exist. */
function gather(
  m: usize,
  plane: usize,
  outputs: usize,
  y: usize,
  line: usize,
  rows: usize,
  columns: usize,
): void {
  const pixel = outputs * 4;
  for (const end = m + pixel; m < end; m += 16) {
    for (let row: usize = 0; row < rows; row++) {
      // The first row is m0 + m1 + m2, the second m1 − m2 − m3; so are the columns.
      const a = row === 0 ? m : m + 4 * plane;
      const b = a + 4 * plane;
      const c = b + 4 * plane;
      let t0: v128;
      let t1: v128;
      let t2: v128;
      let t3: v128;
      if (row === 0) {
        t0 = f32x4.add(f32x4.add(v128.load(a), v128.load(b)), v128.load(c));
        t1 = f32x4.add(f32x4.add(v128.load(a + plane), v128.load(b + plane)), v128.load(c + plane));
        t2 = f32x4.add(
          f32x4.add(v128.load(a + 2 * plane), v128.load(b + 2 * plane)),
          v128.load(c + 2 * plane),
        );
        t3 = f32x4.add(
          f32x4.add(v128.load(a + 3 * plane), v128.load(b + 3 * plane)),
          v128.load(c + 3 * plane),
        );
      } else {
        t0 = f32x4.sub(f32x4.sub(v128.load(a), v128.load(b)), v128.load(c));
        t1 = f32x4.sub(f32x4.sub(v128.load(a + plane), v128.load(b + plane)), v128.load(c + plane));
        t2 = f32x4.sub(
          f32x4.sub(v128.load(a + 2 * plane), v128.load(b + 2 * plane)),
          v128.load(c + 2 * plane),
        );
        t3 = f32x4.sub(
          f32x4.sub(v128.load(a + 3 * plane), v128.load(b + 3 * plane)),
          v128.load(c + 3 * plane),
        );
      }
      const to = y + row * line;
      v128.store(to, f32x4.add(f32x4.add(t0, t1), t2));
      if (columns > 1) v128.store(to + pixel, f32x4.sub(f32x4.sub(t1, t2), t3));
    }
    y += 16;
  }
}

/**
 * Convolution of `x` `[batch, height, width, inputs]` with the panels `[⌈outputs / 8⌉][9][inputs][8]` of a 3×3 filter, no step;
 * `padding` 0 to 2.
 */
export function winograd(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  inputs: usize,
  panels: usize,
  outputs: usize,
  padding: usize,
  y: usize,
): void {
  const outHeight = height + 2 * padding - 2;
  const outWidth = width + 2 * padding - 2;
  const down = (outHeight + 1) / 2;
  const across = (outWidth + 1) / 2;
  const lines = down * 2 + 2;
  const columns = across * 2 + 2;
  const pixel = inputs * 4;
  const line = columns * pixel;
  const atATime = windowsAtATime(max<usize>(inputs, outputs));
  const together = min<usize>(batch, (atATime + down * across - 1) / (down * across));
  const plane = atATime * pixel;
  const outPlane = atATime * outputs * 4;
  const panelPlane = roundUp(outputs, 8) * pixel;
  const padded = take(together * lines * line);
  const filters = take(16 * panelPlane);
  const windows = take(16 * plane);
  const products = take(16 * outPlane);
  const spare = take(128);
  transformFilter(panels, roundUp(outputs, 8) / 8, inputs, filters);
  for (let first: usize = 0; first < batch; first += together) {
    const pictures = min<usize>(together, batch - first);
    for (let picture: usize = 0; picture < pictures; picture++) {
      pad(x, height, width, inputs, padding, lines, columns, inputs, padded + picture * lines * line);
      x += height * width * pixel;
    }
    const count = pictures * down * across;
    for (let start: usize = 0; start < count; start += atATime) {
      const now = min<usize>(atATime, count - start);
      for (let index: usize = 0; index < now; index++) {
        const column = (start + index) % across;
        const row = (start + index) / across;
        // Two lines of padding after each picture's.
        const from = padded + (2 * row + 2 * (row / down)) * line + 2 * column * pixel;
        transformWindow(from, line, pixel, windows + index * pixel, plane);
      }
      for (let each: usize = 0; each < 16; each++) {
        correlate(
          windows + each * plane,
          0,
          pixel,
          1,
          pixel,
          pixel,
          filters + each * panelPlane,
          outputs,
          products + each * outPlane,
          0,
          outputs * 4,
          1,
          now,
          spare,
        );
      }
      for (let index: usize = 0; index < now; index++) {
        const column = ((start + index) % across) * 2;
        const row = (start + index) / across;
        const picture = row / down;
        const inPicture = (row % down) * 2;
        gather(
          products + index * outputs * 4,
          outPlane,
          outputs,
          y + ((picture * outHeight + inPicture) * outWidth + column) * outputs * 4,
          outWidth * outputs * 4,
          min<usize>(2, outHeight - inPicture),
          min<usize>(2, outWidth - column),
        );
      }
    }
    y += pictures * outHeight * outWidth * outputs * 4;
  }
  free(spare);
  free(products);
  free(windows);
  free(filters);
  free(padded);
}

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

/** Gradient of such a convolution with respect to its filter. */
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
