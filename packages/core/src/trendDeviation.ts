import { checkWeight } from './check.js';

/**
 * Standard deviation of the trend S under white noise of standard deviation 1 on the loss:
 *
 *     σ_S² = 2·alpha²·beta² / ((alpha + beta − alpha·beta)·(2 − alpha)·(2 − beta))
 *     σ_S ≈ ½·alpha^1.5  for alpha = beta ≪ 1
 *
 * S = −ΔF, where F is noise through two EMAs: an autoregression with poles a = 1 − alpha and b = 1 − beta, so γ_0 =
 * alpha²beta²(1 + ab)/((1 − ab)(1 − a²)(1 − b²)), ρ_1 = (a + b)/(1 + ab) and Var ΔF = 2·γ_0·(1 − ρ_1). The formula
 * holds once the filters' memory is full. For noise with a correlation time below 1/alpha, use its long-run standard
 * deviation. Multiply the result by the noise of your loss and choose a threshold well above it.
 *
 * @param alpha weight of the newest loss, 0 < alpha ≤ 1
 * @param beta weight of the newest decrease, 0 < beta ≤ 1
 * @throws RangeError naming the weight, its value and its range
 * @example
 * trendDeviation(0.001); // 0.0000158…
 */
export function trendDeviation(alpha: number, beta = alpha): number {
  checkWeight('alpha', alpha);
  checkWeight('beta', beta);
  return alpha * beta * Math.sqrt(2 / ((alpha + beta - alpha * beta) * (2 - alpha) * (2 - beta)));
}
