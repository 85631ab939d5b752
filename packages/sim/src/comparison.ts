import type { SegmentSummary } from './inspect.js';
import type { Iterations } from './iterations.js';
import type { RecordedChange } from './recordedChanges.js';
import type { Replay } from './replay.js';
import type { Segment } from './trace.js';

/** A recorded run with what some schedulers would have done, as the report and the terminal show it. */
export interface Comparison {
  readonly file: string;
  readonly format: string;
  readonly lossName: string;
  readonly notes: readonly string[];
  readonly segment: Segment;
  /** Number of the segment, from 1, and how many the log has. */
  readonly segmentNumber: number;
  readonly segmentCount: number;
  readonly summary: SegmentSummary;
  readonly iterations: Iterations;
  readonly recorded: readonly RecordedChange[];
  readonly replays: readonly Replay[];
}

/**
 * First step at which a scheduler's rate differs from the recorded one: up to there a replay is what would have
 * happened; after it, only what the scheduler makes of losses that another rate led to. Null if the record shows no rate.
 */
export function firstDivergence(
  { recorded, segment, summary }: Comparison,
  { changes }: Replay,
): number | null {
  if (!segment.learningRates) return null;
  const resolution = 2 * (summary.stride ?? 1);
  for (let i = 0; i < Math.max(recorded.length, changes.length); i++) {
    const [real, made] = [recorded[i], changes[i]];
    const together = real && made && Math.abs(real.step - made.step) <= resolution && sameFactor(real, made);
    if (!together) return Math.min(real?.step ?? Infinity, made?.step ?? Infinity);
  }
  return null;
}

/** Within what a log's few decimals leave of a ratio. */
const sameFactor = (a: RecordedChange, b: RecordedChange) =>
  Math.abs(Math.log(a.to / a.from) - Math.log(b.to / b.from)) < 0.1;
