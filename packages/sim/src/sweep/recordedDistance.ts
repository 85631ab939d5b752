import { bisectCenter } from 'd3-array';
import type { RecordedChange } from '../recordedChanges.js';
import type { Outcome } from './outcome.js';

/** Steps at which the recorded rate fell, and at which it rose. */
export interface RecordedSteps {
  readonly reductions: readonly number[];
  readonly restarts: readonly number[];
}

/** Null where the log shows no rate. */
export function recordedSteps(changes: readonly RecordedChange[] | null): RecordedSteps | null {
  const steps = (falls: boolean) =>
    changes!.filter(({ from, to }) => to < from === falls).map(({ step }) => step);
  return changes && { reductions: steps(true), restarts: steps(false) };
}

/**
 * Distance between a configuration's changes and those of the run, in iterations: the mean, over the changes of both
 * sides, of the distance to the other side's nearest change in the same direction (the run length if there is none).
 * 0 means the same changes at the same steps. Null if the log has no rates or not all changes are listed.
 *
 * This is the mean of the two directed distances of Chamfer matching, each weighted with its number of changes.
 */
export function recordedDistance(
  recorded: RecordedSteps | null,
  { reductions, reductionSteps, restarts, restartSteps }: Outcome,
  iterations: number,
): number | null {
  if (!recorded || reductions > reductionSteps.length || restarts > restartSteps.length) return null;
  const count = reductions + restarts + recorded.reductions.length + recorded.restarts.length;
  if (count === 0) return 0;
  const sum =
    bothWays(recorded.reductions, reductionSteps, iterations) +
    bothWays(recorded.restarts, restartSteps, iterations);
  return sum / count;
}

const bothWays = (a: readonly number[], b: readonly number[], none: number) =>
  sumOfNearest(a, b, none) + sumOfNearest(b, a, none);

const sumOfNearest = (of: readonly number[], among: readonly number[], none: number) =>
  of.reduce(
    (sum, step) => sum + (among.length === 0 ? none : Math.abs(step - among[bisectCenter(among, step)]!)),
    0,
  );
