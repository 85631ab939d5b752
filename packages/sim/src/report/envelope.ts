/** The smallest and largest value of each of some equal stretches of a run, so that no extreme is lost in a picture. */
export interface Stretch {
  /** Step in the middle. */
  readonly step: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

/** Is a logarithmic scale the better one: all positive, over more than a decade? */
export const wantsLog = (low: number, high: number): boolean => low > 0 && high / low > 10;

/** Stretches of a series over its steps; those without a finite value are left out. */
export function envelope(steps: ArrayLike<number>, values: ArrayLike<number>, wanted: number): Stretch[] {
  const stretches: Stretch[] = [];
  const [first, last] = [steps[0]!, steps[steps.length - 1]!];
  const width = (last - first) / wanted || 1;
  let i = 0;
  for (let bin = 0; bin < wanted && i < steps.length; bin++) {
    const end = bin === wanted - 1 ? Infinity : first + (bin + 1) * width;
    let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
    const from = i;
    for (; i < steps.length && steps[i]! < end; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
      count++;
    }
    if (count > 0) stretches.push({ step: (steps[from]! + steps[i - 1]!) / 2, low, high, mean: sum / count });
  }
  return stretches;
}
