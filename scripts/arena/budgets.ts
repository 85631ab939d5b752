import { readFileSync } from 'node:fs';
import papa from 'papaparse';
import { arena, type Flags } from './command.js';

/** What a scheduler makes of each budget. */
export interface ByBudget {
  readonly scheduler: string;
  /**
   * For each budget, the test metric over that of the best fixed schedule at the full budget, of the mean over seeds; the
   * geometric mean over tasks. 1 is as good as the best fixed schedule with all of its updates.
   */
  readonly ratios: readonly number[];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Trains what the file lacks at the tasks' own base rates, and compares budgets. */
export function byBudget(flags: Flags, file: string, about: string): ByBudget[] {
  arena({ ...flags, rates: [1] }, file, about);
  const { data } = papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), { header: true });
  const metric = (task: string, scheduler: string, budget: number) =>
    mean(
      data
        .filter(
          (row) =>
            row.task === task &&
            row.contestant === scheduler &&
            row.multiplier === '1' &&
            row.budget === String(budget) &&
            Number(row.seed) <= flags.seeds,
        )
        .map((row) => Number(row.metric)),
    );
  const isFixed = (scheduler: string) => data.find((row) => row.contestant === scheduler)?.fixed === 'true';
  const best = flags.tasks.map((task) =>
    Math.min(...flags.schedulers.filter(isFixed).map((scheduler) => metric(task, scheduler, 1))),
  );
  return flags.schedulers.map((scheduler) => ({
    scheduler,
    ratios: flags.budgets.map((budget) =>
      Math.exp(mean(flags.tasks.map((task, i) => Math.log(metric(task, scheduler, budget) / best[i]!)))),
    ),
  }));
}
