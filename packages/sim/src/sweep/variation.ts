import type { SchedulerEntry } from '../schedulers/schedulerEntry.js';
import { randomValue } from './values/randomValue.js';
import type { Axis } from './values/values.js';

/** Options of one configuration, as a scheduler's entry takes them. */
export type Given = Readonly<Record<string, unknown>>;

/** Number of random configurations and the seed. */
export interface RandomSearch {
  readonly count: number;
  readonly seed: number;
}

/** One scheduler with its fixed and varied options. */
export interface Variation {
  readonly entry: SchedulerEntry;
  readonly fixed: Given;
  readonly axes: readonly Axis[];
  /** Null for a grid. */
  readonly random: RandomSearch | null;
}

/** Number of configurations: one without axes, otherwise the number drawn or the product of all choices. */
export function configurationCount({ axes, random }: Variation): number {
  if (axes.length === 0) return 1;
  return random?.count ?? axes.reduce((product, { choices }) => product * choices!.length, 1);
}

/** The options of configuration `index`; in a grid the last axis changes fastest. */
export const configurationAt = (variation: Variation, index: number): Given => ({
  ...variation.fixed,
  ...variedAt(variation, index),
});

/** Only the varied options, in the order of the axes. */
export function variedAt(variation: Variation, index: number): Given {
  const { axes, random } = variation;
  let block = configurationCount(variation);
  const value = (axis: Axis) => {
    if (random) return randomValue(axis, random.seed, index);
    const choices = axis.choices!;
    block /= choices.length;
    return choices[Math.floor(index / block) % choices.length];
  };
  return Object.fromEntries(axes.map((axis) => [axis.option, value(axis)]));
}
