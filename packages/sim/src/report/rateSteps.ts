/** A learning rate as a staircase. */
export interface RatePoint {
  readonly step: number;
  readonly rate: number;
}

/** Corners of the staircase from the changes of a rate. */
export function rateSteps(
  from: number,
  to: number,
  initial: number,
  changes: readonly { readonly step: number; readonly to: number }[],
): RatePoint[] {
  const points: RatePoint[] = [{ step: from, rate: initial }];
  for (const { step, to: rate } of changes) points.push({ step, rate: points.at(-1)!.rate }, { step, rate });
  points.push({ step: to, rate: points.at(-1)!.rate });
  return points;
}

/**
 * The changes that a chart needs: all up to `most`; of more, the first, last, lowest and highest of each of most / 4
 * equal stretches. This limits the size of the page for schedules that change the rate at every iteration.
 */
export function thinChanges<Change extends { readonly step: number; readonly to: number }>(
  changes: readonly Change[],
  most: number,
): readonly Change[] {
  if (changes.length <= most) return changes;
  const first = changes[0]!.step;
  const width = (changes.at(-1)!.step - first) / Math.floor(most / 4) || 1;
  const kept: Change[] = [];
  for (let i = 0; i < changes.length; ) {
    const bin = Math.floor((changes[i]!.step - first) / width);
    let [start, low, high] = [i, i, i];
    for (; i < changes.length && Math.floor((changes[i]!.step - first) / width) === bin; i++) {
      if (changes[i]!.to < changes[low]!.to) low = i;
      if (changes[i]!.to > changes[high]!.to) high = i;
    }
    const wanted = [...new Set([start, low, high, i - 1])].sort((a, b) => a - b);
    for (start of wanted) kept.push(changes[start]!);
  }
  return kept;
}
