/**
 * A receiver operating characteristic: accepted shares of same (tpr) and different (fpr) pairs, ascending from (0,
 * 0).
 */
export interface RocCurve {
  readonly fpr: Float64Array;
  readonly tpr: Float64Array;
}

/**
 * The curve over all thresholds, for scores that increase with similarity. Pairs of equal score are accepted
 * together. Points on a straight line between equal steps are left out, as in scikit-learn's roc_curve
 * (drop_intermediate), so the curve has few points even for millions of pairs.
 *
 * Takes O(n log n) time and a copy of the scores.
 *
 * @param same 1 where the pair is of one person, else 0
 * @throws RangeError if there are no pairs of either kind, or a score is NaN
 * @example
 * const curve = rocCurve(Float64Array.of(0.9, 0.8, 0.7, 0.1), Uint8Array.of(1, 0, 1, 0));
 * curve.tpr; // new Float64Array([0, 0.5, 0.5, 1, 1])
 * areaUnder(curve); // 0.75
 */
export function rocCurve(scores: Float32Array | Float64Array, same: Uint8Array): RocCurve {
  const { positive, negative } = split(scores, same);
  const fps = [0];
  const tps = [0];
  let p = positive.length;
  let n = negative.length;
  // The previous point and the step to it.
  let [fp, tp, dfp, dtp] = [0, 0, 0, 0];
  while (p > 0 || n > 0) {
    // From the largest score down; the arrays are sorted in ascending order.
    const score = Math.max(p > 0 ? positive[p - 1]! : -Infinity, n > 0 ? negative[n - 1]! : -Infinity);
    while (p > 0 && positive[p - 1] === score) p--;
    while (n > 0 && negative[n - 1] === score) n--;
    const [nextFp, nextTp] = [negative.length - n, positive.length - p];
    // The first point after (0, 0) always stays.
    const isFirst = fps.length === 1;
    if (fp + tp > 0 && (isFirst || nextFp - fp !== dfp || nextTp - tp !== dtp)) {
      fps.push(fp);
      tps.push(tp);
    }
    [fp, tp, dfp, dtp] = [nextFp, nextTp, nextFp - fp, nextTp - tp];
  }
  fps.push(fp);
  tps.push(tp);
  return {
    fpr: Float64Array.from(fps, (count) => count / negative.length),
    tpr: Float64Array.from(tps, (count) => count / positive.length),
  };
}

function split(scores: Float32Array | Float64Array, same: Uint8Array) {
  const positives = same.reduce((sum, value) => sum + (value ? 1 : 0), 0);
  const make = (length: number) =>
    scores instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  const positive = make(positives);
  const negative = make(scores.length - positives);
  if (positive.length === 0 || negative.length === 0) {
    throw new RangeError('a ROC curve needs pairs of one person and pairs of two');
  }
  let [p, n] = [0, 0];
  for (let pair = 0; pair < scores.length; pair++) {
    const score = scores[pair]!;
    if (Number.isNaN(score)) throw new RangeError(`invalid score: NaN (pair ${pair})`);
    if (same[pair]) positive[p++] = score;
    else negative[n++] = score;
  }
  return { positive: positive.sort(), negative: negative.sort() };
}
