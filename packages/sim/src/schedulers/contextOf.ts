import type { Iterations } from '../iterations.js';
import { baseRate } from '../recordedChanges.js';
import type { Segment } from '../trace.js';
import type { SchedulerContext } from './schedulerEntry.js';

/**
 * What a recorded run tells its schedulers: the largest rate it shows (0.02 where it shows none), and the iterations
 * it was planned for, or has.
 */
export const contextOf = (segment: Segment, { losses }: Iterations): SchedulerContext => ({
  learningRate: baseRate(segment) ?? 0.02,
  totalSteps: Math.max(segment.plannedSteps ?? 0, losses.length),
});
