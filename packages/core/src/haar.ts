import { checkInteger } from './check.js';

/**
 * Haar convolutional kernel: how far a sequence fell between one window and the next,
 * D_t = mean(x_{t−2w+1} … x_{t−w}) − mean(x_{t−w+1} … x_t), positive while it falls.
 *
 * The first value belongs to t = 2w − 1, so the result is 2w − 1 shorter than `values`. With w = 1 it is
 * x_{t−1} − x_t. On a straight line that falls by g an iteration it is w·g.
 *
 * @param values the sequence, oldest first
 * @param halfWidth w, iterations on each side, an integer ≥ 1
 * @throws RangeError if halfWidth is out of range
 * @example
 * haar([5, 4, 2], 1); // [1, 2]
 */
export function haar(values: readonly number[], halfWidth = 1): number[] {
  checkInteger('halfWidth', halfWidth, 1);
  const first = 2 * halfWidth - 1;
  const decreases = new Array<number>(Math.max(values.length - first, 0));
  for (let t = first; t < values.length; t++) {
    let decrease = 0;
    for (let i = t - halfWidth + 1; i <= t; i++) decrease += values[i - halfWidth]! - values[i]!;
    decreases[t - first] = decrease / halfWidth;
  }
  return decreases;
}
