/** Index of the first item at which the cumulative weight reaches a share. */
export function indexAtShare(weights: readonly number[], share: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    if (sum >= share * total * (1 - 1e-12)) return i;
  }
  return weights.length - 1;
}
