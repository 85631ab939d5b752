import type { ChosenSegment } from './chooseSegment.js';
import type { Comparison } from './comparison.js';
import { inspectSegment } from './inspect.js';
import type { Iterations } from './iterations.js';
import { recordedChanges } from './recordedChanges.js';
import type { Replay } from './replay.js';
import type { Trace } from './trace.js';

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
