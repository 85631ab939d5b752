import { type AcceptedCounts, acceptedCounts, without } from './acceptedCounts.js';
import { folds } from './folds.js';
import { mean, standardDeviation } from './moments.js';

export interface FoldedAccuracy {
  /** Mean over the folds, and the (population) standard deviation of the folds' accuracies. */
  readonly accuracy: number;
  readonly accuracyStd: number;
  /** Accuracy of each fold, with the threshold chosen on the others. */
  readonly accuracies: readonly number[];
  readonly thresholds: readonly number[];
  /** The threshold that is most accurate on all pairs, the smallest of equals: for use, not for a measurement. */
  readonly threshold: number;
  /** Mean over the folds of the accepted share of same and of different pairs, at thresholds 0, 0.01, … 3.99. */
  readonly tpr: Float64Array;
  readonly fpr: Float64Array;
}

const step = 0.01;
const count = 400;

/**
 * Accuracy of verification by k-fold cross-validation, the protocol of LFW: for each contiguous fold, the threshold t
 * ∈ {0, 0.01, … 3.99} that is most accurate on the other folds (the smallest of equals) is applied to the fold. A
 * pair counts as one person if its distance is < t.
 *
 * @param distances squared Euclidean distances of unit vectors, 0 … 4, one a pair
 * @param same 1 where the pair is of one person, else 0
 * @throws RangeError for fewer pairs than folds
 * @example
 * const distances = Float64Array.from({ length: 20 }, (_, pair) => (pair % 2 === 0 ? 0.5 : 1.5));
 * const same = Uint8Array.from({ length: 20 }, (_, pair) => (pair % 2 === 0 ? 1 : 0));
 * foldedAccuracy(distances, same).accuracy; // 1
 */
export function foldedAccuracy(distances: Float64Array, same: Uint8Array, k = 10): FoldedAccuracy {
  const borders = folds(distances.length, k);
  const total = acceptedCounts(distances, same, 0, distances.length, step, count);
  const accuracies: number[] = [];
  const thresholds: number[] = [];
  const tpr = new Float64Array(count);
  const fpr = new Float64Array(count);
  for (let fold = 0; fold < k; fold++) {
    const tested = acceptedCounts(distances, same, borders[fold]!, borders[fold + 1]!, step, count);
    const best = mostAccurate(without(total, tested));
    thresholds.push(best * step);
    accuracies.push(correct(tested, best) / (tested.same + tested.different));
    for (let i = 0; i < count; i++) {
      tpr[i]! += share(tested.sameAccepted[i]!, tested.same) / k;
      fpr[i]! += share(tested.differentAccepted[i]!, tested.different) / k;
    }
  }
  const accuracyStd = standardDeviation(accuracies);
  const threshold = mostAccurate(total) * step;
  return { accuracy: mean(accuracies), accuracyStd, accuracies, thresholds, threshold, tpr, fpr };
}

function mostAccurate(counts: AcceptedCounts): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (correct(counts, i) > correct(counts, best)) best = i;
  return best;
}

const correct = (counts: AcceptedCounts, i: number) =>
  counts.sameAccepted[i]! + counts.different - counts.differentAccepted[i]!;

/** 0 for an empty set, as in the reference. */
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
