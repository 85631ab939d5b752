/**
 * Φ(z), the share of a normal distribution below z: 1 − φ(z)·(b₁t + … + b₅t⁵), t = 1/(1 + 0.2316419·z), error below 7.5e-8.
 *
 * @see Abramowitz and Stegun 1964, 26.2.17
 * @example
 * Math.round(1000 * normalCdf(1.96)); // 975
 */
export function normalCdf(z: number): number {
  if (z < 0) return 1 - normalCdf(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
