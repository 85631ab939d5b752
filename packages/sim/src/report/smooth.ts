/**
 * Exponential moving average over about `span` records: s ← s + (x − s) · 2 / (span + 1), divided by the total weight
 * so far, so that it starts at the first value. Non-finite values leave it unchanged; before the first finite one it
 * is NaN. A span of 1 or less returns the values unchanged.
 */
export function smooth(values: ArrayLike<number>, span: number): Float32Array {
  const smoothed = new Float32Array(values.length);
  const alpha = Math.min(1, 2 / (span + 1));
  let [sum, weight] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      sum += alpha * (value - sum);
      weight += alpha * (1 - weight);
    }
    smoothed[i] = weight > 0 ? sum / weight : Number.NaN;
  }
  return smoothed;
}

/** Available spans; the chart starts with the one nearest to a hundredth of the run. */
export const spans: readonly number[] = [1, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000];

/** A span that suits a run of some records. */
export const spanFor = (records: number): number =>
  spans.findLast((span) => span <= Math.max(1, records / 100)) ?? 1;
