/** `Σ x²` of `count` numbers, in float64. */
export function squaredNorm(x: usize, count: usize): f64 {
  let sum: f64 = 0;
  const end = x + count * 4;
  for (; x < end; x += 4) {
    const value = <f64>load<f32>(x);
    sum += value * value;
  }
  return sum;
}

/**
 * A step of gradient descent with momentum: `v' = momentum · v + factor · g + decay · w` and `w' = w − rate · v'`, of `count`
 * numbers.
 */
export function descend(
  w: usize,
  v: usize,
  g: usize,
  count: usize,
  factor: f32,
  decay: f32,
  momentum: f32,
  rate: f32,
  nextW: usize,
  nextV: usize,
): void {
  const end = w + count * 4;
  const vectorEnd = w + (count & ~3) * 4;
  const factors = f32x4.splat(factor);
  const decays = f32x4.splat(decay);
  const momenta = f32x4.splat(momentum);
  const rates = f32x4.splat(rate);
  for (; w < vectorEnd; w += 16) {
    const weight = v128.load(w);
    const decayed = f32x4.add(f32x4.mul(v128.load(g), factors), f32x4.mul(weight, decays));
    const velocity = f32x4.add(f32x4.mul(v128.load(v), momenta), decayed);
    v128.store(nextV, velocity);
    v128.store(nextW, f32x4.sub(weight, f32x4.mul(velocity, rates)));
    v += 16;
    g += 16;
    nextW += 16;
    nextV += 16;
  }
  for (; w < end; w += 4) {
    const weight = load<f32>(w);
    const velocity = load<f32>(v) * momentum + (load<f32>(g) * factor + weight * decay);
    store<f32>(nextV, velocity);
    store<f32>(nextW, weight - velocity * rate);
    v += 4;
    g += 4;
    nextW += 4;
    nextV += 4;
  }
}
