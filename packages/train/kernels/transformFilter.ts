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
export function transformFilter(filter: usize, panels: usize, depth: usize, to: usize): void {
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

/** a + b + c, */
function sumOf(a: usize, b: usize, c: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(a), v128.load(b)), v128.load(c));
}

/** and a − b − c. */
function differenceOf(a: usize, b: usize, c: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(a), v128.load(b)), v128.load(c));
}

/** Four numbers times A: to two pixels, of which the second may not exist. */
function gatherRow(t0: v128, t1: v128, t2: v128, t3: v128, to: usize, pixel: usize, both: bool): void {
  v128.store(to, f32x4.add(f32x4.add(t0, t1), t2));
  if (both) v128.store(to + pixel, f32x4.sub(f32x4.sub(t1, t2), t3));
}

/** `Aᵀ m A` of 16 planes: to 2×2 pixels of `outputs` numbers, of which `rows` and `columns` exist. */
export function gather(
  m: usize,
  plane: usize,
  outputs: usize,
  y: usize,
  line: usize,
  rows: usize,
  columns: usize,
): void {
  const pixel = outputs * 4;
  const both = columns > 1;
  for (const end = m + pixel; m < end; m += 16) {
    const b = m + 4 * plane;
    const c = b + 4 * plane;
    gatherRow(
      sumOf(m, b, c),
      sumOf(m + plane, b + plane, c + plane),
      sumOf(m + 2 * plane, b + 2 * plane, c + 2 * plane),
      sumOf(m + 3 * plane, b + 3 * plane, c + 3 * plane),
      y,
      pixel,
      both,
    );
    if (rows > 1) {
      const d = c + 4 * plane;
      gatherRow(
        differenceOf(b, c, d),
        differenceOf(b + plane, c + plane, d + plane),
        differenceOf(b + 2 * plane, c + 2 * plane, d + 2 * plane),
        differenceOf(b + 3 * plane, c + 3 * plane, d + 3 * plane),
        y + line,
        pixel,
        both,
      );
    }
    y += 16;
  }
}
