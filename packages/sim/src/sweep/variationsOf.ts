import { schedulerNamed, unknownOption } from '../schedulers/findScheduler.js';
import type { SchedulerEntry } from '../schedulers/schedulerEntry.js';
import { isCalled, takesOption } from '../schedulers/schedulerEntry.js';
import { axisOf } from './values/gridValues.js';
import { parseValues } from './values/parseValues.js';
import type { Values } from './values/values.js';
import type { RandomSearch, Variation } from './variation.js';

/** A fixed option, or the values of a varied one, for every scheduler that has it or for one only. */
export interface Wish<Value> {
  readonly scheduler: string | null;
  readonly option: string;
  readonly value: Value;
}

/** Reads `option=values` or `scheduler:option=values`: see {@link parseValues}. @throws RangeError */
export function parseVary(text: string): Wish<Values> {
  const match = /^(?:([^=]+):)?(\w+)=(.+)$/.exec(text);
  if (!match) throw new RangeError(`${text} (expected option=values or scheduler:option=values)`);
  return { scheduler: match[1] ?? null, option: match[2]!, value: parseValues(match[3]!) };
}

/**
 * The fixed and varied options of each scheduler.
 *
 * @throws RangeError for an unknown scheduler, an option that none of them has, or an option given twice
 */
export function variationsOf(
  names: readonly string[],
  vary: readonly Wish<Values>[],
  set: readonly Wish<unknown>[],
  random: RandomSearch | null,
): Variation[] {
  const entries = [...new Set(names)].map(schedulerNamed);
  for (const wish of [...vary, ...set]) checkKnown(entries, wish);
  return entries.map((entry) => {
    const varied = vary.filter((wish) => concerns(entry, wish));
    const fixed = set.filter((wish) => concerns(entry, wish) && wish.value !== null);
    const twice = varied.find(
      ({ option }, i) =>
        fixed.some((wish) => wish.option === option) || varied.findIndex((v) => v.option === option) < i,
    );
    if (twice) throw new RangeError(`${twice.option} of ${entry.name} is given twice`);
    return {
      entry,
      fixed: Object.fromEntries(fixed.map(({ option, value }) => [option, value])),
      axes: varied.map(({ option, value }) => axis(option, value, random !== null)),
      random,
    };
  });
}

function checkKnown(entries: readonly SchedulerEntry[], wish: Wish<unknown>): void {
  if (entries.some((entry) => concerns(entry, wish))) return;
  const option = wish.scheduler === null ? wish.option : `${wish.scheduler}:${wish.option}`;
  throw new RangeError(`unknown option: ${option} (${unknownOption(wish.option, entries)})`);
}

const concerns = (entry: SchedulerEntry, { scheduler, option }: Wish<unknown>) =>
  (scheduler === null || isCalled(entry, scheduler)) && takesOption(entry, option);

function axis(option: string, values: Values, random: boolean) {
  try {
    return axisOf(option, values, random);
  } catch (error) {
    throw new RangeError(`invalid --vary: ${option}: ${(error as Error).message}`);
  }
}
