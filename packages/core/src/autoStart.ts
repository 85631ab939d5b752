import type { AutoRegisters } from './autoRegisters.js';
import { headroom } from './headroom.js';

/**
 * The start of a run: fits a least-squares line to the first `startSteps` losses, one loss at a time. The registers
 * `smoothed` and −`trend` hold its level and slope:
 *
 *     e = y − (level + slope),   level += slope + e·2(2n − 1)/(n(n + 1)),   slope += e·6/(n(n + 1))
 *
 * with level = y, slope = 0 at n = 1. The update is exact and O(1), and needs no growing sums. Returns the index at
 * which it stopped: an unusable loss, the first loss after the start, or `end`.
 *
 * @see Morrison 1969, Introduction to Sequential Smoothing and Prediction: the expanding-memory polynomial filter
 */
export function autoStart(
  startSteps: number,
  registers: AutoRegisters,
  losses: Float64Array,
  rates: Float64Array,
  from: number,
  end: number,
): number {
  const { firstLoss, learningRate } = registers;
  let { smoothed: level, startSteps: n, blockSum } = registers;
  let slope = n < 2 ? 0 : 0 - registers.trend;
  let i = from;
  for (; i < end && n < startSteps; i++) {
    const change = losses[i]! - firstLoss;
    const probe = change * headroom;
    if (probe - probe !== 0) break;
    n++;
    if (n === 1) level = change;
    else {
      const error = change - (level + slope);
      const part = (2 * error) / (n * (n + 1));
      level += slope + (2 * n - 1) * part;
      slope += 3 * part;
    }
    blockSum += change;
    rates[i] = learningRate;
  }
  registers.smoothed = level + 0; // JSON would turn −0 into 0
  registers.trend = n < 2 ? Number.NaN : 0 - slope;
  registers.startSteps = n;
  registers.blockSum = blockSum;
  return i;
}
