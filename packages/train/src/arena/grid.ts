import { createHash } from 'node:crypto';
import { findScheduler } from '@fastface/sim';
import type { Contestant } from './contestants.js';
import type { Task } from './task.js';

/** What is trained: every combination of these. */
export interface Grid {
  readonly tasks: readonly Task[];
  readonly contestants: readonly Contestant[];
  /** Base rates, in multiples of the task's own. */
  readonly multipliers: readonly number[];
  /** Budgets, as shares of the task's own. */
  readonly budgets: readonly number[];
  readonly seeds: readonly number[];
  /** Share of the updates in which the rate rises to the base rate; the same for all. */
  readonly warmupShare: number;
}

/** One training of a grid, as plain JSON: it can travel to a thread or another machine. */
export interface Training {
  readonly task: string;
  readonly contestant: string;
  readonly fixed: boolean;
  readonly scheduler: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly multiplier: number;
  readonly learningRate: number;
  readonly budget: number;
  readonly steps: number;
  readonly warmupSteps: number;
  readonly seed: number;
  /** Digests of the modules that task and scheduler are from; empty where both come along. */
  readonly modules: string;
}

/** The trainings of a grid, seed by seed, so that what is there when it is stopped covers everything with fewer seeds. */
export function* trainingsOf(grid: Grid): Generator<Training> {
  for (const seed of grid.seeds)
    for (const task of grid.tasks)
      for (const budget of grid.budgets)
        for (const multiplier of grid.multipliers)
          for (const contestant of grid.contestants) {
            const steps = Math.max(2, Math.round(task.steps * budget));
            const warmupSteps = Math.round(steps * grid.warmupShare);
            yield {
              task: task.name,
              contestant: contestant.name,
              fixed: contestant.fixed,
              scheduler: contestant.scheduler,
              options: contestant.options(steps - warmupSteps),
              multiplier,
              learningRate: task.learningRate * multiplier,
              budget,
              steps,
              warmupSteps,
              seed,
              modules: [task.digest, findScheduler(contestant.scheduler)?.module?.slice(0, 12)]
                .filter(Boolean)
                .join(' '),
            };
          }
}

/** Sixteen hexadecimal digits that are the same for the same training only. */
export const trainingId = (training: Training): string =>
  createHash('sha256').update(JSON.stringify(training)).digest('hex').slice(0, 16);
