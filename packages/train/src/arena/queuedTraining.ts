import { createRequire } from 'node:module';
import { findScheduler } from '@fastface/sim';
import type { QueuedWork } from '@fastface/sim/work';
import type { Training } from './grid.js';
import { tasks } from './tasks.js';
import type { TrainingOutcome } from './training.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Updates of a training that a worker takes. */
const mostSteps = 10_000_000;

/**
 * Trainings of an arena as they travel through Redis. A job names a task and a scheduler that come along and nothing else: no
 * path, no address. Whatever came over the queue is checked, field by field.
 */
export const queuedTraining: QueuedWork<Training, TrainingOutcome> = {
  name: 'fastface-arena',
  version,
  readJob(data) {
    const job = recordOf(data);
    const { task, contestant, fixed, scheduler, options, budget, modules } = job;
    need(
      tasks.some(({ name }) => name === task),
      'task',
    );
    need(typeof scheduler === 'string' && findScheduler(scheduler)?.module === undefined, 'scheduler');
    need(findScheduler(scheduler as string) !== undefined, 'scheduler');
    need(typeof contestant === 'string' && typeof fixed === 'boolean' && modules === '', 'contestant');
    need(Object.values(recordOf(options)).every(isPlain), 'options');
    need(isNumber(budget, 0), 'budget');
    need(isNumber(job.multiplier, 0) && isNumber(job.learningRate, 0), 'learningRate');
    need(isCount(job.steps, 2, mostSteps), 'steps');
    need(isCount(job.warmupSteps, 0, job.steps as number), 'warmupSteps');
    need(isCount(job.seed, 0, Number.MAX_SAFE_INTEGER), 'seed');
    return job as unknown as Training;
  },
  readResult(data, { steps }) {
    const result = recordOf(data);
    const { metric, trainingLoss, changeSteps } = result;
    for (const value of [metric, trainingLoss]) need(value === null || Number.isFinite(value), 'metric');
    need(Number.isFinite(result.untrained), 'untrained');
    need(isCount(result.updates, 0, steps) && isCount(result.changes, 0, steps), 'updates');
    need(Array.isArray(changeSteps) && changeSteps.every((step) => isCount(step, 0, steps)), 'changeSteps');
    need(Number.isFinite(result.finalLearningRate) && Number.isFinite(result.seconds), 'seconds');
    return result as unknown as TrainingOutcome;
  },
};

function recordOf(value: unknown): Record<string, unknown> {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), 'data');
  return value as Record<string, unknown>;
}

function need(valid: boolean, field: string): void {
  if (!valid) throw new RangeError(`${field}: not what an arena sends`);
}

const isNumber = (value: unknown, above: number) => Number.isFinite(value) && (value as number) > above;
const isCount = (value: unknown, least: number, most: number) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
const isPlain = (value: unknown) => value === null || ['number', 'string', 'boolean'].includes(typeof value);
