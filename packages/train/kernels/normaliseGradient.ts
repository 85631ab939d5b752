import { rowsAtATime } from './moments';
import { free, take } from './scratch';

/**
 * What the gradients of {@link normalise} need of all rows, per channel: with `g` the gradient with respect to `z`, the sums
 * `gSum = Σ g`, `product = Σ g · (x − mean)`, and of the slope `slopeSum = Σ dy · min(z, 0)`. Without `slope` (0)
 * `g = dy`, and scale, shift and slopeSum are not touched.
 *
 * Sums of a few rows first: of a hundred thousand numbers one after the other float32 would lose the last digits.
 */
export function normaliseSums(
  x: usize,
  dy: usize,
  rows: usize,
  channels: usize,
  mean: usize,
  scale: usize,
  shift: usize,
  slope: usize,
  gSum: usize,
  product: usize,
  slopeSum: usize,
): void {
  const width = channels * 4;
  const own = take(3 * width);
  const ownProduct = own + width;
  const ownSlope = ownProduct + width;
  memory.fill(gSum, 0, width);
  memory.fill(product, 0, width);
  if (slope !== 0) memory.fill(slopeSum, 0, width);
  const zero = f32x4.splat(0);
  const atATime = rowsAtATime(channels);
  for (let done: usize = 0; done < rows; done += atATime) {
    const end = x + min<usize>(atATime, rows - done) * width;
    memory.fill(own, 0, 3 * width);
    while (x < end) {
      if (slope === 0) {
        for (let c: usize = 0; c < width; c += 16) {
          const g = v128.load(dy + c);
          const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
          v128.store(own + c, f32x4.add(v128.load(own + c), g));
          v128.store(ownProduct + c, f32x4.add(v128.load(ownProduct + c), f32x4.mul(g, centred)));
        }
      } else {
        for (let c: usize = 0; c < width; c += 16) {
          const d = v128.load(dy + c);
          const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
          const z = f32x4.add(f32x4.mul(centred, v128.load(scale + c)), v128.load(shift + c));
          const g = v128.bitselect(d, f32x4.mul(d, v128.load(slope + c)), f32x4.gt(z, zero));
          v128.store(own + c, f32x4.add(v128.load(own + c), g));
          v128.store(ownProduct + c, f32x4.add(v128.load(ownProduct + c), f32x4.mul(g, centred)));
          const below = f32x4.mul(d, f32x4.pmin(z, zero));
          v128.store(ownSlope + c, f32x4.add(v128.load(ownSlope + c), below));
        }
      }
      x += width;
      dy += width;
    }
    for (let c: usize = 0; c < width; c += 16) {
      v128.store(gSum + c, f32x4.add(v128.load(gSum + c), v128.load(own + c)));
      v128.store(product + c, f32x4.add(v128.load(product + c), v128.load(ownProduct + c)));
      if (slope !== 0) v128.store(slopeSum + c, f32x4.add(v128.load(slopeSum + c), v128.load(ownSlope + c)));
    }
  }
  free(own);
}

/** `dx = g · scale + (x − mean) · along + constant`, with `g` as above. */
export function normaliseGradient(
  x: usize,
  dy: usize,
  rows: usize,
  channels: usize,
  mean: usize,
  scale: usize,
  shift: usize,
  slope: usize,
  along: usize,
  constant: usize,
  dx: usize,
): void {
  const width = channels * 4;
  const end = x + rows * width;
  const zero = f32x4.splat(0);
  while (x < end) {
    if (slope === 0) {
      for (let c: usize = 0; c < width; c += 16) {
        const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
        const rest = f32x4.add(f32x4.mul(centred, v128.load(along + c)), v128.load(constant + c));
        v128.store(dx + c, f32x4.add(f32x4.mul(v128.load(dy + c), v128.load(scale + c)), rest));
      }
    } else {
      for (let c: usize = 0; c < width; c += 16) {
        const d = v128.load(dy + c);
        const s = v128.load(scale + c);
        const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
        const z = f32x4.add(f32x4.mul(centred, s), v128.load(shift + c));
        const g = v128.bitselect(d, f32x4.mul(d, v128.load(slope + c)), f32x4.gt(z, zero));
        const rest = f32x4.add(f32x4.mul(centred, v128.load(along + c)), v128.load(constant + c));
        v128.store(dx + c, f32x4.add(f32x4.mul(g, s), rest));
      }
    }
    x += width;
    dy += width;
    dx += width;
  }
}
