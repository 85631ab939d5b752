import type { ChosenSegment } from './chooseSegment.js';
import type { SegmentSummary } from './inspect.js';
import { inspectSegment } from './inspect.js';
import type { Iterations } from './iterations.js';
import type { RecordedChange } from './recordedChanges.js';
import { recordedChanges } from './recordedChanges.js';
import type { Replay } from './replay.js';
import type { Stationarity } from './stationarity.js';
import type { Segment, Trace } from './trace.js';

/** A comparison from its parts: a segment of a trace, its iterations, and the replays. */
export const comparisonOf = (
  { file, format, lossName, otherLosses, notes, segments }: Trace,
  { segment, number }: ChosenSegment,
  iterations: Iterations,
  replays: readonly Replay[],
): Comparison => ({
  file,
  format,
  lossName,
  otherLosses,
  notes,
  segment,
  segmentNumber: number,
  segmentCount: segments.length,
  summary: inspectSegment(segment),
  iterations,
  recorded: recordedChanges(segment),
  replays,
});

/** A recorded run and its replays by some schedulers, as the report and the terminal show them. */
export interface Comparison {
  readonly file: string;
  readonly format: string;
  readonly lossName: string;
  /** Other series that look like training or validation losses. */
  readonly otherLosses: readonly string[];
  readonly notes: readonly string[];
  readonly segment: Segment;
  /** Number of the segment, from 1, and how many the log has. */
  readonly segmentNumber: number;
  readonly segmentCount: number;
  readonly summary: SegmentSummary;
  readonly iterations: Iterations;
  readonly recorded: readonly RecordedChange[];
  readonly replays: readonly Replay[];
  /** Stationary stretches of the record; null if they cannot be determined, absent if they were not computed. */
  readonly stationarity?: Stationarity | null;
  /** Why they cannot be determined. */
  readonly untold?: string | null;
}
