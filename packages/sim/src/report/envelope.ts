import { bisectLeft } from 'd3-array';

/** The smallest and largest value of each of some equal stretches of a run, so that a chart shows all extremes. */
export interface Stretch {
  /** Step in the middle. */
  readonly step: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** Index of its last record. */
  readonly last: number;
}

/** True if a logarithmic scale suits: all values positive, over more than a decade. */
export const wantsLog = (low: number, high: number): boolean => low > 0 && high / low > 10;

/**
 * Stretches of a series over its steps. A stretch without a finite value is NaN; one without a record is left out.
 * With a window, only the records in it and one on each side are used, so lines reach the edge. Each record of the
 * window is read once: a million take some milliseconds.
 */
export function envelope(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  wanted: number,
  [from, to]: readonly [from: number, to: number] = [-Infinity, Infinity],
): Stretch[] {
  const stretches: Stretch[] = [];
  const start = Math.max(0, bisectLeft(steps, from) - 1);
  const stop = Math.min(steps.length, bisectLeft(steps, to) + 1);
  const [first, last] = [steps[start]!, steps[stop - 1]!];
  const width = (last - first) / wanted || 1;
  let i = start;
  for (let bin = 0; bin < wanted && i < stop; bin++) {
    const end = bin === wanted - 1 ? Infinity : first + (bin + 1) * width;
    let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
    const from = i;
    for (; i < stop && steps[i]! < end; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
      count++;
    }
    if (i === from) continue;
    // Records without a finite value are a gap.
    if (count === 0) [low, high, sum] = [NaN, NaN, NaN];
    stretches.push({
      step: (steps[from]! + steps[i - 1]!) / 2,
      low,
      high,
      mean: sum / Math.max(count, 1),
      last: i - 1,
    });
  }
  return stretches;
}
