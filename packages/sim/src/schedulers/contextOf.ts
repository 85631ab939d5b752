import type { Iterations } from '../iterations.js';
import { plural } from '../numbers.js';
import { baseRate } from '../recordedChanges.js';
import type { Segment } from '../trace.js';
import type { SchedulerContext } from './schedulerEntry.js';

/**
 * What a recorded run tells its schedulers: the largest rate it shows (1 where it shows none, so that rates are multiples of
 * the one that was used), and the iterations it was planned for, or has.
 */
export const contextOf = (segment: Segment, { losses }: Iterations): SchedulerContext => ({
  learningRate: baseRate(segment) ?? 1,
  totalSteps: Math.max(segment.plannedSteps ?? 0, losses.length),
});

/** What of it neither the run says nor the user, so that it is assumed. */
export function assumed(segment: Segment, context: SchedulerContext, said: readonly string[]): string[] {
  const notes: string[] = [];
  if (baseRate(segment) === null && !said.includes('learningRate'))
    notes.push('no learning rates in the log: 1 stands for the rate that was used');
  if (segment.plannedSteps === null && !said.includes('totalSteps'))
    notes.push(
      `the log does not say how long the run was to be: its ${plural(context.totalSteps, 'iteration')} are taken for all`,
    );
  return notes;
}
