/**
 * The boundaries of contiguous folds, as in scikit-learn's KFold without shuffling: the first n mod k folds have one
 * more element. Fold f is borders[f] … borders[f + 1] − 1.
 *
 * @throws RangeError if a fold would be empty
 * @example
 * folds(7, 3); // [0, 3, 5, 7]
 */
export function folds(n: number, k: number): number[] {
  if (!Number.isSafeInteger(k) || k < 2) {
    throw new RangeError(`invalid folds: ${k} (expected an integer, folds ≥ 2)`);
  }
  if (n < k) throw new RangeError(`invalid pairs: ${n} (${k}-fold verification needs at least ${k})`);
  return Array.from({ length: k + 1 }, (_, fold) => fold * Math.floor(n / k) + Math.min(fold, n % k));
}
