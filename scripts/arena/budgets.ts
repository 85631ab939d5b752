import { PlaceTable } from '../../packages/train/src/arena/placeTable.js';
import { ArenaResults } from '../../packages/train/src/arena/results.js';
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

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Trains what the file lacks at the tasks' own base rates, and compares budgets. */
export function byBudget(flags: Flags, file: string, about: string): ByBudget[] {
  const { tasks, schedulers, budgets, seeds } = flags;
  arena({ ...flags, rates: [1] }, file, about);
  const rows = new ArenaResults(file).all.filter(
    (row) =>
      row.multiplier === 1 &&
      row.seed <= seeds &&
      tasks.includes(row.task) &&
      schedulers.includes(row.contestant) &&
      budgets.includes(row.budget),
  );
  const { places, contestants, fixed } = new PlaceTable(rows);
  const metrics = (task: string, budget: number) =>
    places.find((place) => place.task === task && place.budget === budget)!.metrics.map(mean);
  const best = new Map(
    tasks.map((task) => [task, Math.min(...metrics(task, Math.max(...budgets)).filter((_, c) => fixed[c]))]),
  );
  return schedulers.map((scheduler) => ({
    scheduler,
    ratios: budgets.map((budget) => {
      const c = contestants.indexOf(scheduler);
      return Math.exp(mean(tasks.map((task) => Math.log(metrics(task, budget)[c]! / best.get(task)!))));
    }),
  }));
}
