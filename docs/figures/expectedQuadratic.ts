/** Curvatures, from steep to flat. */
const curvatures = Array.from({ length: 9 }, (_, k) => 10 ** (-k / 3.5));
/** Variance of the gradient's noise where the curvature is 1. */
const gradientNoise = 4;
const lowest = 0.5;

/**
 * The expected loss of stochastic gradient descent on a quadratic with noisy gradients, one iteration after the other:
 * along a direction with curvature h the loss l goes to (1 − ηh)²·l + η²h²s/2. A rate has a floor, which is lower the
 * smaller it is, and flat directions fall slowly: so a rate is best lowered when it has done its work.
 */
export function expectedQuadratic(): { readonly loss: () => number; readonly step: (rate: number) => void } {
  const parts = curvatures.map(() => 0.5);
  return {
    loss: () => parts.reduce((sum, part) => sum + part, lowest),
    step(rate) {
      curvatures.forEach((h, k) => {
        parts[k] = (1 - rate * h) ** 2 * parts[k]! + (gradientNoise / 2) * (rate * h) ** 2;
      });
    },
  };
}
