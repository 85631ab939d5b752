/**
 * Entry point without Node: reading, replaying and drawing for a page or a worker. The main entry adds `readFile` and
 * `htmlReport`, which need files.
 */

export { type ChosenSegment, chooseSegment } from './chooseSegment.js';
export { readErrorLine } from './cli/readOptions.js';
export type { Comparison } from './comparison.js';
export { comparisonOf } from './comparison.js';
export { firstDivergence } from './firstDivergence.js';
export { inspectSegment, type SegmentSummary } from './inspect.js';
export { type Iterations, iterationsOf } from './iterations.js';
export type { Bytes, ReadError, Reader, ReadOptions, ReadResult } from './read/reader.js';
export { readTrace } from './read/readTrace.js';
export { readers } from './read/registry.js';
export { type RecordedChange, recordedChanges } from './recordedChanges.js';
export { type Replay, type ReplayedChange, type ReplayOptions, replay, type Sample } from './replay.js';
export { figureSvg } from './report/figure.js';
export type { Result } from './result.js';
export { contextOf } from './schedulers/contextOf.js';
export { findScheduler, schedulers } from './schedulers/findScheduler.js';
export type { SchedulerContext, SchedulerEntry, SchedulerOption } from './schedulers/registry.js';
export { effectiveOptions } from './schedulers/schedulerEntry.js';
export { type Segment, strideOf, type Trace } from './trace.js';
