import { checkState } from './field.js';
import type { Scheduler, SchedulerState } from './scheduler.js';

/**
 * Validates a state that was read from a checkpoint. It must have this scheduler's name, layout version and options,
 * and exactly its fields, each with a value that a run can reach, at every depth. A run continues from it bit for
 * bit.
 *
 * @param scheduler the scheduler, made with the same options as before
 * @param value what JSON.parse returned
 * @throws RangeError naming the field that does not fit
 * @example
 * const scheduler = fastface({ learningRate: 0.02, totalSteps: 10_000 });
 * const saved = JSON.stringify(scheduler.step(scheduler.init(), 3.5));
 * restore(scheduler, JSON.parse(saved)).iteration; // 1
 */
export function restore<State extends SchedulerState>(scheduler: Scheduler<State>, value: unknown): State {
  checkState(scheduler, value, 'state');
  return value as State;
}
