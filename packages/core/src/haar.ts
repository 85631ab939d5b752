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
  const decreases: number[] = [];
  for (let end = 2 * halfWidth; end <= values.length; end++) {
    let decrease = 0;
    for (let i = end - halfWidth; i < end; i++) decrease += values[i - halfWidth]! - values[i]!;
    decreases.push(decrease / halfWidth);
  }
  return decreases;
}
