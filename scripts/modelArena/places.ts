import { fromSchedule, type Scheduler } from '@fastface/core';
import { findScheduler, simulate } from '@fastface/sim';
import { type Contestant, contestants } from '../../packages/train/src/arena/contestants.js';
import type { PlaceRow } from '../../packages/train/src/arena/placeTable.js';
import { bestSchedule } from './bestSchedule.js';
import type { World } from './worlds.js';

/** What the schedule is called that regret is measured against. */
export const bestFound = 'best found';

/** Multiples of the recorded runs' own base rate, and shares of the longest one's iterations. */
export const multipliers = [0.25, 0.5, 1];
export const budgets = [0.25, 0.5, 1];

/** Runs of each scheduler in a place. */
export const seeds = 8;

/** One-cycle is left out: it begins with a warm-up of its own, and the laws begin after theirs. */
export const taking = contestants.filter(({ name }) => name !== 'one-cycle');

/** The final loss of a scheduler in a place, with one seed. */
export interface ModelRow extends PlaceRow {
  /** Its largest rate over the base rate. */
  readonly above: number;
}

/** A world at one budget and base rate. */
interface Place {
  readonly world: World;
  readonly learningRate: number;
  readonly totalSteps: number;
}

/** Which places of a world, and which schedulers beside the best one. */
export interface Asked {
  readonly names: readonly string[];
  readonly budgets: readonly number[];
  readonly multipliers: readonly number[];
}

/** Final losses in a world, with the same luck for all. */
export function rowsOf(world: World, asked: Asked, say: (text: string) => void): ModelRow[] {
  const rows: ModelRow[] = [];
  for (const budget of asked.budgets)
    for (const multiplier of asked.multipliers) {
      const learningRate = world.model.baseRate * multiplier;
      const totalSteps = Math.round(world.steps * budget);
      const place = { world, learningRate, totalSteps };
      const best = bestIn(place);
      const untrained = runsIn({ ...place, totalSteps: 1 }, best);
      const schedulers = taking
        .filter(({ name }) => asked.names.includes(name))
        .map((one) => ({ name: one.name, scheduler: schedulerIn(place, one) }));
      for (const { name, scheduler } of [{ name: bestFound, scheduler: best }, ...schedulers])
        runsIn(place, scheduler).forEach(({ seed, finalLoss, mostRate }, i) => {
          rows.push({
            task: world.name,
            contestant: name,
            fixed: name === bestFound,
            budget,
            multiplier,
            steps: totalSteps,
            seed,
            metric: finalLoss,
            untrained: untrained[i]!.finalLoss,
            above: mostRate / learningRate,
          });
        });
      say(`${world.name}, rate × ${multiplier}, ${totalSteps} updates`);
    }
  return rows;
}

const bestIn = ({ world, learningRate, totalSteps }: Place): Scheduler => {
  const rates = bestSchedule(world.model, learningRate, totalSteps, seeds);
  return fromSchedule((t) => rates[Math.min(t, totalSteps - 1)]!);
};

const schedulerIn = ({ learningRate, totalSteps }: Place, { scheduler, options }: Contestant): Scheduler =>
  findScheduler(scheduler)!.make(options(totalSteps), { learningRate, totalSteps });

const runsIn = ({ world, totalSteps }: Place, scheduler: Scheduler) =>
  simulate(world.model, scheduler, { totalSteps, seeds, fromRecord: false, stretches: 1 }).runs;

/** The rates of some schedulers in a world, at its own base rate and full length, over that rate; seed 1, for a picture. */
export function courseOf(world: World, names: readonly string[], points: number) {
  const place = { world, learningRate: world.model.baseRate, totalSteps: world.steps };
  return [bestFound, ...names].map((name) => {
    const contestant = taking.find((one) => one.name === name);
    const scheduler = contestant ? schedulerIn(place, contestant) : bestIn(place);
    const { changes } = runsIn(place, scheduler)[0]!;
    let next = 0;
    let rate = scheduler.init().learningRate;
    const rates = Array.from({ length: points + 1 }, (_, i) => {
      // A change after loss t is for update t + 1.
      for (
        ;
        next < changes.length && changes[next]!.iteration + 1 <= (i / points) * (world.steps - 1);
        next++
      )
        rate = changes[next]!.to;
      return Number((rate / place.learningRate).toPrecision(4));
    });
    return { scheduler: name, rates };
  });
}
