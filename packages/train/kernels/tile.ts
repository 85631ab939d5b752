/**
 * Sums of products of 4 pixels with 8 outputs: `y[j][o] = Σ x[j][i] · filter[i][o]`.
 *
 * A pixel's values are `rows` runs of `run` bytes, `stride` bytes from the start of one to that of the next; the filter's
 * are a panel `[rows · run / 4][8]`, one after the other. `y0` to `y3` are where the 8 sums of each pixel go.
 *
 * 8 sums of four numbers, four broadcast values and two of the filter are 14 of the processor's 16 vector registers. Larger
 * tiles, and the same one unrolled, take twice as long: V8 up to Node 22 loads everything first and then spills.
 */
export function tile(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  rows: usize,
  run: usize,
  stride: usize,
  filter: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  const jump = stride - run;
  for (; rows > 0; rows--) {
    const end = x0 + run;
    while (x0 < end) {
      const f0 = v128.load(filter);
      const f1 = v128.load(filter, 16);
      let x = v128.load_splat<f32>(x0);
      s00 = f32x4.add(s00, f32x4.mul(x, f0));
      s01 = f32x4.add(s01, f32x4.mul(x, f1));
      x = v128.load_splat<f32>(x1);
      s10 = f32x4.add(s10, f32x4.mul(x, f0));
      s11 = f32x4.add(s11, f32x4.mul(x, f1));
      x = v128.load_splat<f32>(x2);
      s20 = f32x4.add(s20, f32x4.mul(x, f0));
      s21 = f32x4.add(s21, f32x4.mul(x, f1));
      x = v128.load_splat<f32>(x3);
      s30 = f32x4.add(s30, f32x4.mul(x, f0));
      s31 = f32x4.add(s31, f32x4.mul(x, f1));
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      filter += 32;
    }
    x0 += jump;
    x1 += jump;
    x2 += jump;
    x3 += jump;
  }
  v128.store(y0, s00);
  v128.store(y0, s01, 16);
  v128.store(y1, s10);
  v128.store(y1, s11, 16);
  v128.store(y2, s20);
  v128.store(y2, s21, 16);
  v128.store(y3, s30);
  v128.store(y3, s31, 16);
}
