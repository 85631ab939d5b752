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
