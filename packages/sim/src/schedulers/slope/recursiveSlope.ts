/**
 * The z at which dlib's probability of a decrease, 1 − ½·erfc(z/√2), reaches 0.51 in double arithmetic: for every
 * smaller z it is below.
 */
export const zOfHint = 0.025068908258710856;

/**
 * Slope over standard error of a straight line through y_0, y_1, … by dlib's recursive least squares, operation for
 * operation, so that the result has the same bits: R_0 = 10⁶·I, and for each y at x = (k, 1)
 *
 *     R ← R − (Rx)(Rx)ᵀ/(1 + xᵀRx),   w ← w + Rx·(y − xᵀw),   rss ← rss + (y − xᵀw)²·(1 + xᵀR_{before}x)
 *
 * Returns NaN for fewer than three values. About 20 ns a value.
 *
 * @see dlib 20.0.1, dlib/statistics/running_gradient.h
 */
export function recursiveSlopeZ(values: Float64Array | readonly number[]): number {
  let n = 0;
  let r00 = 1e6;
  let r01 = 0;
  let r11 = 1e6;
  let slope = 0;
  let intercept = 0;
  let rss = 0;
  for (const y of values) {
    const scale = 1 + ((n * r00 + r01) * n + (n * r01 + r11));
    const g0 = r00 * n + r01;
    const g1 = r01 * n + r11;
    const inverse = 1 / scale;
    r00 -= g0 * g0 * inverse;
    r01 -= g0 * g1 * inverse;
    r11 -= g1 * g1 * inverse;
    const error = y - (n * slope + intercept);
    slope += (r00 * n + r01) * error;
    intercept += (r01 * n + r11) * error;
    const rest = y - (n * slope + intercept);
    rss += rest * rest * scale;
    n++;
  }
  if (n < 3) return Number.NaN;
  return zOf(slope, Math.sqrt((rss / (n - 2)) * (12 / (n * n * n - n))));
}

/** dlib gives an exactly straight line the probability 0, ½ or 1. */
function zOf(slope: number, error: number): number {
  if (error !== 0) return slope / error;
  if (slope === 0) return 0;
  return slope > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
