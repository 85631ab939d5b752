import type { Iterations } from '../iterations.js';
import { plural } from '../numbers.js';
import { baseRate } from '../recordedChanges.js';
import type { Segment } from '../trace.js';
import type { SchedulerContext } from './schedulerEntry.js';

/**
 * Options that a recorded run supplies to schedulers: its largest rate (1 if it has none, so that rates are multiples
 * of the one that was used), and its planned or recorded number of iterations.
 */
export const contextOf = (segment: Segment, { losses }: Iterations): SchedulerContext => ({
  learningRate: baseRate(segment) ?? 1,
  totalSteps: Math.max(segment.plannedSteps ?? 0, losses.length),
});

/** The options that neither the run nor the user gave and that are therefore assumed. */
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
