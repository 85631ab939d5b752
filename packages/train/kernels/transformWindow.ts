/** A row of a window times B: to four planes. */
function spreadRow(t0: v128, t1: v128, t2: v128, t3: v128, to: usize, plane: usize): void {
  v128.store(to, f32x4.sub(t0, t2));
  v128.store(to + plane, f32x4.add(t1, t2));
  v128.store(to + 2 * plane, f32x4.sub(t2, t1));
  v128.store(to + 3 * plane, f32x4.sub(t1, t3));
}

/** The difference of two rows of a window, times B. */
function spreadDifference(a: usize, b: usize, pixel: usize, to: usize, plane: usize): void {
  spreadRow(
    f32x4.sub(v128.load(a), v128.load(b)),
    f32x4.sub(v128.load(a + pixel), v128.load(b + pixel)),
    f32x4.sub(v128.load(a + 2 * pixel), v128.load(b + 2 * pixel)),
    f32x4.sub(v128.load(a + 3 * pixel), v128.load(b + 3 * pixel)),
    to,
    plane,
  );
}

/** `Bᵀ d B` of the window of 4×4 pixels from `x` on: to the same place in each of 16 planes. */
export function transformWindow(x: usize, line: usize, pixel: usize, to: usize, plane: usize): void {
  for (const end = x + pixel; x < end; x += 16) {
    const second = x + line;
    const third = second + line;
    spreadDifference(x, third, pixel, to, plane);
    spreadRow(
      f32x4.add(v128.load(second), v128.load(third)),
      f32x4.add(v128.load(second + pixel), v128.load(third + pixel)),
      f32x4.add(v128.load(second + 2 * pixel), v128.load(third + 2 * pixel)),
      f32x4.add(v128.load(second + 3 * pixel), v128.load(third + 3 * pixel)),
      to + 4 * plane,
      plane,
    );
    spreadDifference(third, second, pixel, to + 8 * plane, plane);
    spreadDifference(second, third + line, pixel, to + 12 * plane, plane);
    to += 16;
  }
}
