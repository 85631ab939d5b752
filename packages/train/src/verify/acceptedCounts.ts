/** Number of pairs of each kind below each threshold. */
export interface AcceptedCounts {
  readonly same: number;
  readonly different: number;
  /** same pairs with distance < i · step, for i = 0 … count − 1. */
  readonly sameAccepted: Uint32Array;
  readonly differentAccepted: Uint32Array;
}

/**
 * Counts pairs first … last − 1 below `count` thresholds 0, step, 2 · step, …, in one pass over the pairs. A pair is
 * accepted if its distance is less than the threshold, not if it is equal.
 */
export function acceptedCounts(
  distances: Float64Array,
  same: Uint8Array,
  first: number,
  last: number,
  step: number,
  count: number,
): AcceptedCounts {
  const sameAccepted = new Uint32Array(count);
  const differentAccepted = new Uint32Array(count);
  let nSame = 0;
  for (let pair = first; pair < last; pair++) {
    const accepted = same[pair] ? sameAccepted : differentAccepted;
    if (same[pair]) nSame++;
    const from = firstAbove(distances[pair]!, step);
    if (from < count) accepted[from]!++;
  }
  for (let i = 1; i < count; i++) {
    sameAccepted[i]! += sameAccepted[i - 1]!;
    differentAccepted[i]! += differentAccepted[i - 1]!;
  }
  return { same: nSame, different: last - first - nSame, sameAccepted, differentAccepted };
}

/**
 * The smallest i with distance < i · step. It compares the product as in the definition, because the quotient alone
 * may be off by one.
 */
function firstAbove(distance: number, step: number): number {
  let i = Math.max(0, Math.floor(distance / step));
  while (i > 0 && distance < (i - 1) * step) i--;
  while (distance >= i * step) i++;
  return i;
}

/** The counts of all folds but one: total minus fold. */
export function without(total: AcceptedCounts, fold: AcceptedCounts): AcceptedCounts {
  return {
    same: total.same - fold.same,
    different: total.different - fold.different,
    sameAccepted: total.sameAccepted.map((value, i) => value - fold.sameAccepted[i]!),
    differentAccepted: total.differentAccepted.map((value, i) => value - fold.differentAccepted[i]!),
  };
}
