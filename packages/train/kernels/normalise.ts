/**
 * `y = z` where `z > 0`, `slope · z` elsewhere, with `z = (x − mean) · scale + shift`, per channel of `x` `[rows, channels]`;
 * `channels` is a multiple of 4. Without `slope` (0) `y = z`.
 */
export function normalise(
  x: usize,
  rows: usize,
  channels: usize,
  mean: usize,
  scale: usize,
  shift: usize,
  slope: usize,
  y: usize,
): void {
  const width = channels * 4;
  const end = x + rows * width;
  const zero = f32x4.splat(0);
  while (x < end) {
    if (slope === 0) {
      for (let c: usize = 0; c < width; c += 16) {
        const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
        v128.store(y + c, f32x4.add(f32x4.mul(centred, v128.load(scale + c)), v128.load(shift + c)));
      }
    } else {
      for (let c: usize = 0; c < width; c += 16) {
        const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
        const z = f32x4.add(f32x4.mul(centred, v128.load(scale + c)), v128.load(shift + c));
        const below = f32x4.mul(f32x4.pmin(z, zero), v128.load(slope + c));
        v128.store(y + c, f32x4.add(f32x4.pmax(z, zero), below));
      }
    }
    x += width;
    y += width;
  }
}
