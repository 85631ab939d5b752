import type { Random } from '../random.js';
import type { ArenaRow } from './results.js';

/** How the figures are worked out. */
export interface FigureOptions {
  /** The schedule whose metric at full budget is the target. Default `linear`. */
  readonly reference?: string;
  /** How much worse than that still counts, by task. Default: one percent of the way from untrained to it. */
  readonly points?: Readonly<Record<string, number>>;
}

/** What is needed of a row. */
export type PlaceRow = Pick<
  ArenaRow,
  'task' | 'contestant' | 'fixed' | 'budget' | 'multiplier' | 'steps' | 'seed' | 'metric' | 'untrained'
>;

/** One figure a contestant. */
export interface Figures {
  readonly mean: Float64Array;
  readonly worst: Float64Array;
  readonly worstPlace: Int32Array;
  readonly within1: Float64Array;
  readonly swept: Float64Array;
  readonly width: Float64Array;
  readonly time: Float64Array | null;
}

/** A task at a budget and a base rate, with the metric of each contestant and seed. */
interface Place {
  readonly name: string;
  readonly task: string;
  readonly budget: number;
  readonly multiplier: number;
  readonly steps: number;
  /** Metric by contestant, then seed. */
  readonly metrics: readonly Float64Array[];
  readonly untrained: Float64Array;
}

/** For each task, how often each of its seeds counts. */
type Draw = ReadonlyMap<string, Float64Array>;

/** The metrics of an arena's rows, by place, and what they say with any draw of the seeds. */
export class PlaceTable {
  readonly contestants: readonly string[];
  readonly fixed: readonly boolean[];
  readonly places: readonly Place[];
  readonly seedCount: number;
  /** Places that share task and budget, in the order of their rates. */
  private readonly sweeps: readonly (readonly number[])[];

  constructor(rows: readonly PlaceRow[]) {
    const names = new Map<string, boolean>();
    const byPlace = new Map<string, PlaceRow[]>();
    for (const row of rows) {
      names.set(row.contestant, row.fixed);
      const name = `${row.task}, rate × ${row.multiplier}, ${row.steps} updates`;
      const there = byPlace.get(name);
      if (there) there.push(row);
      else byPlace.set(name, [row]);
    }
    this.contestants = [...names.keys()];
    this.fixed = [...names.values()];
    const seedsOf = (rows: readonly PlaceRow[]) =>
      [...new Set(rows.map(({ seed }) => seed))].filter((seed) =>
        this.contestants.every((name) => rows.some((row) => row.contestant === name && row.seed === seed)),
      );
    // The seeds of a task are those that all its places have, so that a draw of seeds is one of the whole task.
    const common = new Map<string, number[]>();
    for (const rows of byPlace.values()) {
      const { task } = rows[0]!;
      const seeds = seedsOf(rows);
      if (seeds.length === 0) continue;
      common.set(task, common.get(task)?.filter((seed) => seeds.includes(seed)) ?? seeds);
    }
    const places: Place[] = [];
    for (const [name, rows] of byPlace) {
      const { task, budget, multiplier, steps } = rows[0]!;
      const seeds = common.get(task) ?? [];
      if (seeds.length === 0 || seedsOf(rows).length === 0) continue;
      const cell = (contestant: string, seed: number) =>
        rows.find((row) => row.contestant === contestant && row.seed === seed)!;
      places.push({
        name,
        task,
        budget,
        multiplier,
        steps,
        metrics: this.contestants.map((contestant) =>
          Float64Array.from(seeds, (seed) => {
            const { metric, untrained } = cell(contestant, seed);
            return metric === null ? untrained : Math.min(metric, untrained);
          }),
        ),
        untrained: Float64Array.from(seeds, (seed) => cell(this.contestants[0]!, seed).untrained),
      });
    }
    if (places.length === 0) throw new RangeError('no task, rate and budget has a row of every scheduler');
    this.places = places.sort((a, b) => a.multiplier - b.multiplier);
    this.seedCount = Math.min(...places.map(({ untrained }) => untrained.length));
    const sweeps = new Map<string, number[]>();
    for (const [i, { task, budget }] of this.places.entries()) {
      const name = `${task} ${budget}`;
      sweeps.set(name, [...(sweeps.get(name) ?? []), i]);
    }
    this.sweeps = [...sweeps.values()];
  }

  allSeeds(): Draw {
    return new Map(
      this.places.map(({ task, untrained }) => [task, new Float64Array(untrained.length).fill(1)]),
    );
  }

  someSeeds(random: Random): Draw {
    const draw = new Map<string, Float64Array>();
    for (const { task, untrained } of this.places) {
      if (draw.has(task)) continue;
      const weights = new Float64Array(untrained.length);
      for (let k = 0; k < weights.length; k++) weights[random.below(weights.length)]!++;
      draw.set(task, weights);
    }
    return draw;
  }

  statistics(draw: Draw, { reference = 'linear', points = {} }: FigureOptions): Figures {
    const { places, contestants, fixed, sweeps } = this;
    const count = contestants.length;
    const means = places.map(({ task, metrics }) =>
      Float64Array.from(metrics, (values) => weighted(values, draw.get(task)!)),
    );
    const bestFixed = (values: Float64Array) =>
      values.reduce((best, value, c) => (fixed[c] ? Math.min(best, value) : best), Infinity);
    const mean = new Float64Array(count);
    const worst = new Float64Array(count).fill(-Infinity);
    const worstPlace = new Int32Array(count);
    const within1 = new Float64Array(count);
    means.forEach((values, place) => {
      const best = bestFixed(values);
      for (let c = 0; c < count; c++) {
        const regret = values[c]! / best - 1;
        mean[c]! += regret / places.length;
        if (regret <= 0.01) within1[c]! += 1 / places.length;
        if (regret > worst[c]!) {
          worst[c] = regret;
          worstPlace[c] = place;
        }
      }
    });
    const swept = new Float64Array(count);
    const width = new Float64Array(count);
    for (const sweep of sweeps) {
      const bests = contestants.map((_, c) => Math.min(...sweep.map((place) => means[place]![c]!)));
      const best = bestFixed(Float64Array.from(bests));
      for (let c = 0; c < count; c++) {
        swept[c]! += (bests[c]! / best - 1) / sweeps.length;
        const course = sweep.map((place) => ({
          octave: Math.log2(places[place]!.multiplier),
          excess: means[place]![c]! / bests[c]! - 1.02,
        }));
        width[c]! += octavesBelow(course) / sweeps.length;
      }
    }
    const time = this.timeToTarget(means, draw, contestants.indexOf(reference), points);
    return { mean, worst, worstPlace, within1, swept, width, time };
  }

  /**
   * The metric against the budget, straight between the budgets that were run in log(budget), meets the target where? At
   * the smallest budget run, if it is better there already; at twice the full one, if nowhere.
   */
  private timeToTarget(
    means: readonly Float64Array[],
    draw: Draw,
    reference: number,
    points: Readonly<Record<string, number>>,
  ): Float64Array | null {
    const { places, contestants } = this;
    const courses = new Map<string, number[]>();
    for (const [i, { task, multiplier }] of places.entries()) {
      const name = `${task} ${multiplier}`;
      courses.set(name, [...(courses.get(name) ?? []), i]);
    }
    const several = [...courses.values()].filter((course) => course.length > 1);
    if (reference < 0 || several.length === 0) return null;
    const time = new Float64Array(contestants.length);
    for (const course of several) {
      course.sort((a, b) => places[a]!.budget - places[b]!.budget);
      const full = course.at(-1)!;
      const { task, untrained, budget: fullBudget } = places[full]!;
      const goal = means[full]![reference]!;
      const target = goal + (points[task] ?? 0.01 * (weighted(untrained, draw.get(task)!) - goal));
      for (let c = 0; c < contestants.length; c++) {
        let share = 2;
        for (let k = 0; k < course.length; k++) {
          const value = means[course[k]!]![c]!;
          if (value > target) continue;
          const now = places[course[k]!]!.budget / fullBudget;
          if (k === 0) share = now;
          else {
            const before = means[course[k - 1]!]![c]!;
            const then = places[course[k - 1]!]!.budget / fullBudget;
            share = now * (then / now) ** ((target - value) / (before - value));
          }
          break;
        }
        time[c]! += share / several.length;
      }
    }
    return time;
  }
}

function weighted(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]! * values[k]!;
    total += weights[k]!;
  }
  return sum / total;
}

/** Octaves over which a course, straight between its points, is at or below 0. */
function octavesBelow(course: readonly { octave: number; excess: number }[]): number {
  let octaves = 0;
  for (let k = 1; k < course.length; k++) {
    const { octave: x0, excess: y0 } = course[k - 1]!;
    const { octave: x1, excess: y1 } = course[k]!;
    const span = x1 - x0;
    if (y0 <= 0 && y1 <= 0) octaves += span;
    else if (y0 <= 0) octaves += (span * y0) / (y0 - y1);
    else if (y1 <= 0) octaves += (span * y1) / (y1 - y0);
  }
  return octaves;
}
