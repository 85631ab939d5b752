/**
 * Can a short ramp find the base rate? `npm run find-rate` trains what `arena.csv` lacks of a fine grid of base rates under the
 * default, some 700 trainings, then tries each design on each task, guess and seed: ten minutes on two idle cores. It writes
 * docs/figures/findRate.json, which docs/default.md shows.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArenaResults } from '../../packages/train/src/arena/results.js';
import type { Task, Trainee } from '../../packages/train/src/arena/task.js';
import { tasks as all } from '../../packages/train/src/arena/tasks.js';
import { arena } from '../arena/command.js';
import { designs, Trial } from './designs.js';

const tasks = all.filter(({ slow }) => !slow);
const seeds = [1, 2, 3];
/** Octaves of base rate about a task's own: what is trained with, and what is guessed. */
const grid = Array.from({ length: 21 }, (_, i) => (i - 8) / 2);
const guesses = [-2, -1, 0, 1, 2];
const shares = [0.02, 0.05];

const root = join(import.meta.dirname, '../..');
const file = join(root, 'arena.csv');
const rates = grid.map((octave) => 2 ** octave);
const flags = { tasks: tasks.map(({ name }) => name), schedulers: ['fastface-auto'], rates, budgets: [1] };
arena({ ...flags, seeds: seeds.length }, file, 'fastface-auto');

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const rows = new ArenaResults(file).all.filter(
  ({ contestant, budget, seed }) => contestant === 'fastface-auto' && budget === 1 && seeds.includes(seed),
);
/** Test metric at each rate of the grid, the mean over seeds. */
const metrics = new Map(
  tasks.map((task) => [
    task,
    rates.map((rate) => {
      const there = rows.filter((row) => row.task === task.name && row.multiplier === rate);
      return mean(there.map(({ metric, untrained }) => Math.min(metric ?? untrained, untrained)));
    }),
  ]),
);
const bestOctave = (task: Task) => grid[metrics.get(task)!.indexOf(Math.min(...metrics.get(task)!))]!;

/** Metric at any octave over that of the best − 1, straight between the rates of the grid. */
function regretAt(task: Task, octave: number): number {
  const values = metrics.get(task)!;
  const at = Math.min(Math.max(2 * octave + 8, 0), grid.length - 1);
  const [low, share] = [Math.floor(at), at - Math.floor(at)];
  const value = values[low]! + share * ((values[low + 1] ?? 0) - values[low]!);
  return value / Math.min(...values) - 1;
}

interface Found {
  readonly task: Task;
  readonly octave: number;
}

/** Every task, seed and guess, and in octaves from the task's own rate what a design finds. */
function trialsOf(share: number) {
  return tasks.flatMap((task) =>
    seeds.flatMap((seed) =>
      guesses.map((guess) => {
        const start = () => {
          const trainee = task.create(seed) as Trainee;
          return (octave: number) => trainee.step(task.learningRate * 2 ** (guess + octave)) as number;
        };
        return { task, guess, trial: new Trial(Math.round(share * task.steps), start) };
      }),
    ),
  );
}

/** What the best rate is over what a design finds, the median of each task: the least and the largest. */
function spreadOf(found: readonly Found[]): [least: number, largest: number] {
  const medians = tasks.map((task) => {
    const own = found.filter((one) => one.task === task).map(({ octave }) => bestOctave(task) - octave);
    return own.sort((a, b) => a - b)[own.length >> 1]!;
  });
  return [2 ** Math.min(...medians), 2 ** Math.max(...medians)];
}

/** Share of the findings within a factor of two of the best rate, and their mean regret, if all are moved by some octaves. */
function score(found: readonly Found[], moved: number) {
  const hits = found.filter(({ task, octave }) => Math.abs(octave + moved - bestOctave(task)) <= 1);
  return {
    hits: hits.length / found.length,
    regret: mean(found.map(({ task, octave }) => regretAt(task, octave + moved))),
  };
}

const results: object[] = [];

const isChosen = ({ task }: Found) => task.chosenOn === true;
const isReported = ({ task }: Found) => task.chosenOn !== true;

/** What a design found with one setting, moved by some octaves. */
interface Trying {
  readonly setting: readonly number[];
  readonly moved: number;
  readonly found: readonly Found[];
}

/** Adds what a design found with one setting, on the tasks that this was chosen on and on the others. */
function report(design: string, share: number, { setting, moved, found }: Trying, hindsight?: Trying) {
  const chosenOn = score(found.filter(isChosen), moved);
  const reported = score(found.filter(isReported), moved);
  results.push({
    ...{ design, share, setting, factor: 2 ** moved, chosenOn, reported },
    // The share that is right elsewhere, if setting and factor are chosen there.
    hindsight: hindsight ? score(hindsight.found.filter(isReported), hindsight.moved).hits : null,
    spread: spreadOf(found),
  });
  console.log(JSON.stringify(results.at(-1)));
}

/** The setting and the octaves to move by with which most is right on some of the tasks. */
function bestOn(tryings: readonly Trying[], where: (one: Found) => boolean): Trying {
  let best = { hits: -1, trying: tryings[0]! };
  for (const trying of tryings) {
    const found = trying.found.filter(where);
    for (let moved = -8; moved <= 8; moved += 0.25) {
      const { hits } = score(found, moved);
      if (hits > best.hits) best = { hits, trying: { ...trying, moved } };
    }
  }
  return best.trying;
}

for (const share of shares) {
  const trials = trialsOf(share);
  for (const design of designs) {
    const tryings = design.settings.map((setting) => ({
      setting,
      moved: 0,
      found: trials.map(({ task, guess, trial }) => ({ task, octave: guess + design.find(trial, setting) })),
    }));
    report(design.name, share, bestOn(tryings, isChosen), bestOn(tryings, isReported));
  }
}
const guessed = tasks.flatMap((task) => guesses.map((octave) => ({ task, octave })));
report('the guess itself', 0, { setting: [], moved: 0, found: guessed });
// How well whole trainings find it: the best rate of each seed alone, of all rates of the grid.
const ofOneSeed = tasks.flatMap((task) =>
  seeds.map((seed) => {
    const metricAt = (rate: number) => {
      const row = rows.find((one) => one.task === task.name && one.seed === seed && one.multiplier === rate)!;
      return row.metric ?? row.untrained;
    };
    const least = Math.min(...rates.map(metricAt));
    return { task, octave: grid[rates.findIndex((rate) => metricAt(rate) === least)]! };
  }),
);
report(`the best of ${grid.length} whole trainings, one seed`, grid.length, {
  setting: [],
  moved: 0,
  found: ofOneSeed,
});
const best = tasks.map((task) => ({
  task: task.name,
  chosenOn: task.chosenOn ?? false,
  factor: 2 ** bestOctave(task),
}));
writeFileSync(
  join(root, 'docs/figures/findRate.json'),
  `${JSON.stringify({ seeds: seeds.length, guesses: guesses.length, best, results }, null, 1)}\n`,
);
