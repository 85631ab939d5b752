import type { Scheduler } from '@fastface/core';

/** The effective options of a scheduler: given options, then the run's rate and length, then defaults. */
export function effectiveOptions(
  entry: SchedulerEntry,
  given: Readonly<Record<string, unknown>>,
  context: SchedulerContext,
): Record<string, unknown> {
  const options: Record<string, unknown> = entry.anyOption ? { ...given } : {};
  for (const { name, default: value } of entry.options) {
    if (given[name] === null && name === 'totalSteps') continue;
    const known = given[name] ?? (name in context ? context[name as keyof SchedulerContext] : value);
    if (known !== null && !(name === 'patienceFraction' && 'patience' in given)) options[name] = known;
  }
  return options;
}

/** True if a setting `NAME:option=value` applies to this scheduler. */
export const isCalled = ({ name, ownName }: SchedulerEntry, wanted: string): boolean =>
  wanted === name || wanted === ownName;

/** True if the scheduler has an option of this name. A user's scheduler without a list accepts any. */
export const takesOption = ({ options, anyOption }: SchedulerEntry, name: string): boolean =>
  anyOption === true || options.some((option) => option.name === name);

/** One option of a scheduler, as a command line or a page lists it. */
export interface SchedulerOption {
  readonly name: string;
  readonly description: string;
  /** Default value; null if it depends on the run, as the description then explains. */
  readonly default: number | string | boolean | null;
}

/** Rate and length of the run, used unless the options set them. */
export interface SchedulerContext {
  /** Rate of the first update (the peak, for one-cycle). */
  readonly learningRate: number;
  /** Iterations of the whole run. */
  readonly totalSteps: number;
}

/** A scheduler that can be made from options by name, or by the path of its module. */
export interface SchedulerEntry {
  readonly name: string;
  readonly description: string;
  readonly options: readonly SchedulerOption[];
  /** True if it accepts options that it does not list: a user's module without a list of options. */
  readonly anyOption?: boolean;
  /** The name that a user's scheduler gives itself; settings may also use this name. */
  readonly ownName?: string;
  /** SHA-256 of the user's module, whose path is the name. */
  readonly module?: string;
  /**
   * The scheduler with these options; `learningRate` and `totalSteps` come from the context unless given. An option
   * that is null or undefined counts as not given.
   *
   * @throws RangeError naming the option, its value and its range
   */
  // biome-ignore lint/suspicious/noExplicitAny: a step takes its own scheduler's state, and a list holds all of them
  make(options: Readonly<Record<string, unknown>>, context: SchedulerContext): Scheduler<any>;
}
