import { free, take } from './scratch';

/** Rows that are taken at a time, a multiple of 4: some 16 KB, which stay in the nearest cache for a second pass. */
export function rowsAtATime(channels: usize): usize {
  return max<usize>(4, (4096 / channels) & ~3);
}

/** `sums[c] += Σ x[row][c]` over `rows` rows of `width` bytes. */
function addRows(x: usize, rows: usize, width: usize, sums: usize): void {
  for (; rows >= 4; rows -= 4) {
    for (let c: usize = 0; c < width; c += 16) {
      const two = f32x4.add(v128.load(x + c), v128.load(x + width + c));
      const others = f32x4.add(v128.load(x + 2 * width + c), v128.load(x + 3 * width + c));
      v128.store(sums + c, f32x4.add(v128.load(sums + c), f32x4.add(two, others)));
    }
    x += 4 * width;
  }
  for (; rows > 0; rows--) {
    for (let c: usize = 0; c < width; c += 16)
      v128.store(sums + c, f32x4.add(v128.load(sums + c), v128.load(x + c)));
    x += width;
  }
}

/** `sums[c] += Σ (x[row][c] − mean[c])²`. */
function addSquares(x: usize, rows: usize, width: usize, mean: usize, sums: usize): void {
  for (; rows >= 2; rows -= 2) {
    for (let c: usize = 0; c < width; c += 16) {
      const m = v128.load(mean + c);
      const first = f32x4.sub(v128.load(x + c), m);
      const second = f32x4.sub(v128.load(x + width + c), m);
      const squares = f32x4.add(f32x4.mul(first, first), f32x4.mul(second, second));
      v128.store(sums + c, f32x4.add(v128.load(sums + c), squares));
    }
    x += 2 * width;
  }
  for (; rows > 0; rows--) {
    for (let c: usize = 0; c < width; c += 16) {
      const value = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      v128.store(sums + c, f32x4.add(v128.load(sums + c), f32x4.mul(value, value)));
    }
    x += width;
  }
}

/**
 * Mean, and sum of squares about it, of each of `channels` (a multiple of 4) columns of `x` `[rows, channels]`, in one pass
 * over memory: those of a few rows, then joined with those of all before. Source: Chan, Golub and LeVeque (1979), Updating
 * formulae and a pairwise algorithm for computing sample variances, equations 2.1.
 */
export function moments(x: usize, rows: usize, channels: usize, mean: usize, squares: usize): void {
  const width = channels * 4;
  const ownMean = take(2 * width);
  const ownSquares = ownMean + width;
  memory.fill(mean, 0, width);
  memory.fill(squares, 0, width);
  const atATime = rowsAtATime(channels);
  for (let done: usize = 0; done < rows; done += atATime) {
    const count = min<usize>(atATime, rows - done);
    memory.fill(ownMean, 0, 2 * width);
    addRows(x, count, width, ownMean);
    const share = f32x4.splat(1 / <f32>count);
    for (let c: usize = 0; c < width; c += 16)
      v128.store(ownMean + c, f32x4.mul(v128.load(ownMean + c), share));
    addSquares(x, count, width, ownMean, ownSquares);
    const weight = f32x4.splat(<f32>count / <f32>(done + count));
    const between = f32x4.splat((<f32>count / <f32>(done + count)) * <f32>done);
    for (let c: usize = 0; c < width; c += 16) {
      const before = v128.load(mean + c);
      const step = f32x4.sub(v128.load(ownMean + c), before);
      v128.store(mean + c, f32x4.add(before, f32x4.mul(step, weight)));
      const added = f32x4.add(v128.load(ownSquares + c), f32x4.mul(f32x4.mul(step, step), between));
      v128.store(squares + c, f32x4.add(v128.load(squares + c), added));
    }
    x += count * width;
  }
  free(ownMean);
}
