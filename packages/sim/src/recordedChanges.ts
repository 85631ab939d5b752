import type { Segment } from './trace.js';

/** A change of the learning rate in the recorded run. */
export interface RecordedChange {
  /** Step of the first record with the new rate. */
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** The changes of the recorded learning rate; records without a rate are ignored. */
export function recordedChanges({ steps, learningRates }: Segment): RecordedChange[] {
  const found: RecordedChange[] = [];
  let from = Number.NaN;
  learningRates?.forEach((to, i) => {
    if (Number.isNaN(to)) return;
    if (!Number.isNaN(from) && to !== from) found.push({ step: steps[i]!, from, to });
    from = to;
  });
  return found;
}

/** The largest rate of a segment, which is the base rate after any warm-up; null if there are no rates. */
export function baseRate({ learningRates }: Segment): number | null {
  const largest = learningRates?.reduce(
    (most, rate) => (Number.isFinite(rate) ? Math.max(most, rate) : most),
    0,
  );
  return largest ? largest : null;
}
