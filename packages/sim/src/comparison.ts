import type { SegmentSummary } from './inspect.js';
import type { Iterations } from './iterations.js';
import type { RecordedChange } from './recordedChanges.js';
import type { Replay } from './replay.js';
import type { Stationarity } from './stationarity.js';
import type { Segment } from './trace.js';

/** A recorded run with what some schedulers would have done, as the report and the terminal show it. */
export interface Comparison {
  readonly file: string;
  readonly format: string;
  readonly lossName: string;
  /** The other series that look like losses, of the training or of a validation. */
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
  /** Where the record stands still; null where that cannot be told, absent where nobody looked. */
  readonly stationarity?: Stationarity | null;
  /** Why it cannot be told. */
  readonly untold?: string | null;
}
