/**
 * One run of a log as columns: record i was written at step steps[i] with losses[i].
 * A new segment starts where the step does not increase.
 */
export interface Segment {
  /** Step of each record, strictly increasing, in the log's numbering. */
  readonly steps: Float64Array;
  /** Training loss of each record; NaN or ±Infinity if the log has no finite number. */
  readonly losses: Float64Array;
  /** Learning rate of each record, NaN if the record has none; null if the log has no rates. */
  readonly learningRates: Float64Array | null;
  /** Planned iterations of the run, if the log contains them. */
  readonly plannedSteps: number | null;
  /** Iterations per epoch, if the log contains them. */
  readonly epochLength?: number;
  /** Name of the run, if a file contains several named runs. */
  readonly run: string | null;
}

/** The training-loss curves of a log. Segments are not merged: the caller picks one. */
export interface Trace {
  /** The source, as the user named it; `-` is standard input. */
  readonly file: string;
  /** Name of the reader: `insightface`, `csv`, … */
  readonly format: string;
  /** The log's name of the loss that was read, and of its other loss series. */
  readonly lossName: string;
  readonly otherLosses: readonly string[];
  /** Why another loss may be meant; absent if the choice is clear or the user made it. */
  readonly doubt?: string;
  readonly segments: readonly Segment[];
  /** Remarks on the data: skipped incomplete lines, epochs instead of steps, a truncated end. */
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
