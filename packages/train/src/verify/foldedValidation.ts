import { type AcceptedCounts, acceptedCounts, without } from './acceptedCounts.js';
import { folds } from './folds.js';
import { mean, standardDeviation } from './moments.js';

export interface FoldedValidation {
  /** Accepted share of same pairs (VAL, or TAR), mean over the folds and its standard deviation. */
  readonly val: number;
  readonly valStd: number;
  /** Accepted share of different pairs on the tested folds. */
  readonly far: number;
}

const step = 0.001;
const count = 4000;

/**
 * TAR at a FAR by k-fold cross-validation, as in FaceNet and the reference: for each contiguous fold, the threshold
 * at which the other folds accept the share `target` of different pairs is applied to the fold. It is interpolated
 * linearly in the FAR between the thresholds 0, 0.001, … 3.999; among thresholds with equal FAR the largest is used.
 * (The reference leaves this case to SciPy, which raises an error since version 1.10.) If no threshold reaches the
 * target, it is 0.
 *
 * @param distances squared Euclidean distances of unit vectors, 0 … 4, one a pair
 * @param same 1 where the pair is of one person, else 0
 * @returns null if a fold lacks pairs of either kind
 * @throws RangeError for fewer pairs than folds
 */
export function foldedValidation(
  distances: Float64Array,
  same: Uint8Array,
  target = 1e-3,
  k = 10,
): FoldedValidation | null {
  const borders = folds(distances.length, k);
  const total = acceptedCounts(distances, same, 0, distances.length, step, count);
  const vals: number[] = [];
  const fars: number[] = [];
  for (let fold = 0; fold < k; fold++) {
    const [first, last] = [borders[fold]!, borders[fold + 1]!];
    const tested = acceptedCounts(distances, same, first, last, step, count);
    if (tested.same === 0 || tested.different === 0) return null;
    const threshold = thresholdAt(target, without(total, tested));
    let [accepted, falselyAccepted] = [0, 0];
    for (let pair = first; pair < last; pair++) {
      if (!(distances[pair]! < threshold)) continue;
      if (same[pair]) accepted++;
      else falselyAccepted++;
    }
    vals.push(accepted / tested.same);
    fars.push(falselyAccepted / tested.different);
  }
  return { val: mean(vals), valStd: standardDeviation(vals), far: mean(fars) };
}

function thresholdAt(target: number, { differentAccepted, different }: AcceptedCounts): number {
  const far = (i: number) => differentAccepted[i]! / different;
  // The last threshold at or below the target; the first has FAR 0.
  let below = 0;
  for (let i = 1; i < count && far(i) <= target; i++) below = i;
  if (far(below) === target) return below * step;
  if (below === count - 1) return 0;
  let above = below + 1;
  while (above + 1 < count && differentAccepted[above + 1] === differentAccepted[above]) above++;
  const part = (target - far(below)) / (far(above) - far(below));
  return (below + part * (above - below)) * step;
}
