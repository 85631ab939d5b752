/**
 * One run of a log as columns: record i was written at step steps[i] with losses[i].
 * A new segment starts where the step does not increase.
 */
export interface Segment {
  /** Step of each record, strictly increasing, as the log counts. */
  readonly steps: Float64Array;
  /** Training loss of each record; NaN or ±Infinity where the log has no finite number. */
  readonly losses: Float64Array;
  /** Learning rate that the run used at each record, NaN where the log does not say; null if it never says. */
  readonly learningRates: Float64Array | null;
  /** Iterations that the run was planned for, where the log says so. */
  readonly plannedSteps: number | null;
  /** Iterations of an epoch, where the log says so. */
  readonly epochLength?: number;
  /** Name of the run, where one file holds several named ones. */
  readonly run: string | null;
}

/** The training-loss curves that a log holds. Nothing is merged: the caller picks a segment. */
export interface Trace {
  /** Where it came from, as the user named it; `-` is standard input. */
  readonly file: string;
  /** Name of the reader: `insightface`, `csv`, … */
  readonly format: string;
  /** What the log calls the loss that was read, and the other loss series that it has. */
  readonly lossName: string;
  readonly otherLosses: readonly string[];
  /** Why another loss may be meant; absent where there is no doubt, or the user named the loss. */
  readonly doubt?: string;
  readonly segments: readonly Segment[];
  /** What a careful reader would want to know: torn lines skipped, epochs instead of steps, a truncated end. */
  readonly notes: readonly string[];
}

/** Iterations per record: the most frequent distance between steps (the smaller of equals); null for one record. */
export function strideOf({ steps }: Pick<Segment, 'steps'>): number | null {
  const counts = new Map<number, number>();
  for (let i = 1; i < steps.length; i++) {
    const distance = steps[i]! - steps[i - 1]!;
    counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  let best: [distance: number, count: number] | null = null;
  for (const [distance, count] of counts) {
    if (!best || count > best[1] || (count === best[1] && distance < best[0])) best = [distance, count];
  }
  return best === null ? null : best[0];
}
