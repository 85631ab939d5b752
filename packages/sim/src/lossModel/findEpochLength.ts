import { median } from 'd3-array';
import { averaged } from './fitRows.js';
import type { ModelTrace } from './modelTrace.js';

/** Number of stretches over which the losses are averaged: 300 resolve a drop that lasts for a 20th of a run. */
const stretches = 300;

/** Minimum size of a drop, in usual changes between neighbours. */
const clear = 8;
const visible = 3;

/**
 * Epoch length in iterations, estimated from the losses: if samples repeat, the loss drops at every multiple of the
 * epoch length. Drops at changes of the rate are ignored. Null if no length with at least two boundaries in the run
 * fits. The result is accurate to one record.
 *
 * @param trace a run whose iterations are counted from its first
 */
export function findEpochLength(trace: ModelTrace): number | null {
  const size = Math.max(1, Math.floor(trace.steps.length / stretches));
  const means = averaged(trace.losses, size);
  const drops = Float64Array.from(means.subarray(2), (after, i) => means[i]! - after);
  const calm = calmPlaces(trace, size, means.length);
  const heights = drops.map((drop, i) => {
    const near = Array.from({ length: 31 }, (_, k) => i - 15 + k).filter(
      (k) => calm[k + 1] && k < drops.length,
    );
    const usual = median(near, (k) => Math.abs(drops[k]!)) ?? Number.NaN;
    return usual > 0 ? drop / usual : 0;
  });
  /** Largest drop near a position, in usual local changes; unknown if the rate changes there. */
  const height = (at: number) =>
    calm[at] ? Math.max(...[at - 2, at - 1, at].map((i) => heights[i] ?? 0)) : Number.NaN;
  const last = means.length - 3;
  /** True if there are drops at the multiples of the period, from the second on, where the rate is constant. */
  const comesRound = (period: number) => {
    const known: number[] = [];
    for (let k = 2; k * period <= last; k++) {
      const at = Math.round(k * period);
      if (calm[at]) known.push(height(at));
    }
    // At a low rate the network memorises little, and a boundary may be invisible.
    return known.length > 0 && known.filter((one) => one >= visible).length > 0.6 * known.length;
  };
  for (let at = Math.floor(last / 20); at <= last / 2; at++) {
    if (!(calm[at] && heights[at - 1]! >= clear && isPeak(drops, at - 1))) continue;
    const record = sharpened(trace, at * size, 2 * size);
    const period = record / size;
    if (!comesRound(period)) continue;
    // The first boundaries may be hidden by a steep start.
    const parts = [4, 3, 2].find((part) => period / part >= last / 40 && comesRound(period / part)) ?? 1;
    return Math.round((trace.steps[record - 1]! - trace.firstStep + 1) / parts);
  }
  return null;
}

/** Positions at which the rate changes by at most a hundredth within two stretches. */
function calmPlaces(trace: ModelTrace, size: number, count: number): boolean[] {
  const calm = new Array<boolean>(count).fill(true);
  for (let i = 1; i < trace.rates.length; i++) {
    if (Math.abs(trace.rates[i]! - trace.rates[i - 1]!) <= 0.01 * trace.rates[i - 1]!) continue;
    const at = Math.floor(i / size);
    for (let k = at - 2; k <= at + 2; k++) if (k >= 0 && k < count) calm[k] = false;
  }
  return calm;
}

const isPeak = (values: Float64Array, i: number): boolean =>
  [i - 2, i - 1, i + 1, i + 2].every((k) => !(values[k]! > values[i]!));

/** Index of the record near `about` at which the means before and after differ most. */
function sharpened(trace: ModelTrace, about: number, window: number): number {
  const mean = (from: number, to: number) => {
    const part = trace.losses.subarray(Math.max(0, from), to);
    return part.reduce((sum, loss) => sum + loss, 0) / part.length;
  };
  let [best, most] = [about, -Infinity];
  for (let at = about - 2 * window; at <= about + 2 * window; at++) {
    const drop = mean(at - window, at) - mean(at, at + window);
    if (drop > most) [best, most] = [at, drop];
  }
  return best;
}
