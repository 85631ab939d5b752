import { fastfaceAuto, type Scheduler } from '@fastface/core';
import { findScheduler } from '@fastface/sim';
import { chooseTask } from '../../packages/train/src/arena/chooseTasks.js';
import { contestants } from '../../packages/train/src/arena/contestants.js';
import type { PlaceRow } from '../../packages/train/src/arena/placeTable.js';
import type { Task } from '../../packages/train/src/arena/task.js';
import { runTraining } from '../../packages/train/src/arena/training.js';
import { type Verdict, verdict } from '../../packages/train/src/arena/verdict.js';

/** What becomes of a task whose length nobody told the scheduler. */
export interface OpenTask {
  readonly task: string;
  /** Updates after which it would have been stopped. */
  readonly most: number;
  /** Updates it took, by seed. */
  readonly ended: readonly number[];
  /** Against the fixed schedules of the same length, seed by seed. */
  readonly sameLength: Verdict;
  /**
   * Its metric less that of the best fixed schedule of `most` updates, as a share of the way from the untrained model to
   * that schedule: mean over seeds.
   */
  readonly lost: number;
  /** Test metric, mean over seeds: of the best fixed schedule at some lengths, and where the scheduler ended. */
  readonly curve: readonly { readonly updates: number; readonly metric: number }[];
  readonly metric: number;
}

const about = 'fastface-auto';
const schedules = contestants.filter(({ name, fixed }) => fixed && name !== 'one-cycle' && name !== 'step');
/** The best of these is a figure's curve; the others cost minutes and are seldom better. */
const ofCurve = schedules.filter(({ name }) => name === 'linear' || name === 'wsd-20' || name === 'cosine');
/** Lengths of the curve, as shares of the task's own updates. The last is when a run is stopped. */
const lengths = [0.25, 0.5, 1, 2, 4];

/** Trains each task at its own base rate until the scheduler ends it, and the fixed schedules for as many updates. */
export async function openArena(tasks: readonly string[], seeds: number): Promise<OpenTask[]> {
  const results: OpenTask[] = [];
  for (const name of tasks) {
    console.error(`${name}: length unknown`);
    results.push(await openTask(await chooseTask(name), seeds));
  }
  return results;
}

async function openTask(task: Task, seeds: number): Promise<OpenTask> {
  const { name, learningRate } = task;
  const most = lengths.at(-1)! * task.steps;
  const ended: number[] = [];
  const rows: PlaceRow[] = [];
  const curve = new Map(lengths.map((share) => [share * task.steps, 0]));
  for (let seed = 1; seed <= seeds; seed++) {
    const train = async (contestant: string, steps: number, scheduler: Scheduler, fixed: boolean) => {
      const warmupSteps = Math.round(0.02 * task.steps);
      const outcome = await runTraining(task, scheduler, { learningRate, steps, warmupSteps, seed });
      const row = { task: name, contestant, fixed, budget: 1, multiplier: 1, steps: most, seed, ...outcome };
      return row satisfies PlaceRow;
    };
    const fixed = (contestant: (typeof schedules)[number], steps: number) => {
      const totalSteps = steps - Math.round(0.02 * task.steps);
      const entry = findScheduler(contestant.scheduler)!;
      const scheduler = entry.make(contestant.options(totalSteps), { learningRate, totalSteps });
      return train(contestant.name, steps, scheduler as Scheduler, true);
    };
    const open = fastfaceAuto({ learningRate, maxSteps: most - Math.round(0.02 * task.steps) });
    const own = await train(about, most, open as Scheduler, false);
    ended.push(own.updates);
    rows.push(own);
    for (const schedule of schedules) rows.push(await fixed(schedule, own.updates));
    for (const [updates, sum] of curve) {
      const there = await Promise.all(ofCurve.map((schedule) => fixed(schedule, updates)));
      curve.set(updates, sum + Math.min(...there.map(metricOf)) / seeds);
    }
  }
  const sameLength = verdict(rows, { about });
  const own = mean(rows.filter(({ fixed }) => !fixed).map(metricOf));
  const untrained = mean(rows.map((row) => row.untrained));
  const best = curve.get(most)!;
  return {
    task: name,
    most,
    ended,
    sameLength,
    lost: (own - best) / (untrained - best),
    curve: [...curve].map(([updates, metric]) => ({ updates, metric })),
    metric: own,
  };
}

const metricOf = ({ metric, untrained }: PlaceRow) =>
  metric === null ? untrained : Math.min(metric, untrained);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
