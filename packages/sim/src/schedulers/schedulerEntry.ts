import type { Scheduler } from '@fastface/core';

/** One option of a scheduler, as a command line or a page lists it. */
export interface SchedulerOption {
  readonly name: string;
  readonly description: string;
  /** What holds without it; null where that follows from the run, which the description then says. */
  readonly default: number | string | boolean | null;
}

/** What a replay knows: the rate and the length of the run, where the options do not say otherwise. */
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
  /** It takes options that it does not list: one from a user's module that lists none. */
  readonly anyOption?: boolean;
  /** What a user's scheduler calls itself; settings may be for it by this name, too. */
  readonly ownName?: string;
  /** SHA-256 of the user's module that it is from, whose path is its name. */
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
