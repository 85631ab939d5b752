/** Index of the item at a share of the weight, items in the given order: the first one up to which that share is reached. */
export function indexAtShare(weights: readonly number[], share: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    if (sum >= share * total * (1 - 1e-12)) return i;
  }
  return weights.length - 1;
}
