import { recordedChanges } from './recordedChanges.js';
import { type Segment, strideOf } from './trace.js';

/** Contents of a segment, for a person or a program. */
export interface SegmentSummary {
  readonly points: number;
  readonly firstStep: number;
  readonly lastStep: number;
  /** Iterations per record; null for a single record. */
  readonly stride: number | null;
  /** First and last loss; null where it is not a finite number. */
  readonly firstLoss: number | null;
  readonly lastLoss: number | null;
  /** Records whose loss is not a finite number. */
  readonly nonFinite: number;
  readonly hasLearningRate: boolean;
  readonly learningRateChanges: number;
  readonly plannedSteps: number | null;
  readonly run: string | null;
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** Summary of a segment with at least one record. */
export function inspectSegment(segment: Segment): SegmentSummary {
  const { steps, losses, learningRates, plannedSteps, run } = segment;
  return {
    points: steps.length,
    firstStep: steps[0]!,
    lastStep: steps.at(-1)!,
    stride: strideOf(segment),
    firstLoss: finite(losses[0]),
    lastLoss: finite(losses.at(-1)),
    nonFinite: losses.reduce((count, loss) => count + (Number.isFinite(loss) ? 0 : 1), 0),
    hasLearningRate: learningRates !== null,
    learningRateChanges: recordedChanges(segment).length,
    plannedSteps,
    run,
  };
}
