import type { Scheduler } from '@fastface/core';
import { schedulerNamed, unknownOption } from './findScheduler.js';
import type { SchedulerContext, SchedulerEntry } from './schedulerEntry.js';
import { effectiveOptions, isCalled, takesOption } from './schedulerEntry.js';

/** A selected scheduler with its effective options. */
export interface ChosenScheduler {
  readonly scheduler: Scheduler;
  readonly options: Readonly<Record<string, unknown>>;
}

/** One `--set key=value` or `--set scheduler:key=value`. */
export interface Setting {
  readonly scheduler: string | null;
  readonly option: string;
  readonly value: unknown;
}

export function parseSetting(text: string): Setting {
  const match = /^(?:([^=]+):)?(\w+)=(.+)$/.exec(text);
  if (!match)
    throw new RangeError(`invalid --set: ${text} (expected option=value or scheduler:option=value)`);
  const [, scheduler = null, option, value] = match as unknown as [
    string,
    string | undefined,
    string,
    string,
  ];
  try {
    return { scheduler, option, value: JSON.parse(value) };
  } catch {
    return { scheduler, option, value };
  }
}

/**
 * Creates the named schedulers, each with the settings (`alpha=0.01`, `fastface:alpha=0.01`) that apply to it.
 * Schedulers from the user's modules must have been loaded by `loadScheduler`.
 *
 * @throws RangeError naming an unknown scheduler or option, or a value out of range
 * @example
 * const [chosen] = chooseSchedulers(['step'], ['factor=0.5'], { learningRate: 0.1, totalSteps: 30 });
 * chosen!.options; // { learningRate: 0.1, factor: 0.5 }
 */
export function chooseSchedulers(
  names: readonly string[],
  settings: readonly string[],
  context: SchedulerContext,
): ChosenScheduler[] {
  const entries = names.map(schedulerNamed);
  const parsed = settings.map(parseSetting);
  const concerns = (entry: SchedulerEntry, { scheduler, option }: Setting) =>
    (scheduler === null || isCalled(entry, scheduler)) && takesOption(entry, option);
  for (const setting of parsed) {
    const { option } = setting;
    if (!entries.some((entry) => concerns(entry, setting)))
      throw new RangeError(`unknown option in --set: ${option} (${unknownOption(option, entries)})`);
  }
  return entries.map((entry) => {
    const given = Object.fromEntries(
      parsed.filter((s) => concerns(entry, s)).map(({ option, value }) => [option, value]),
    );
    try {
      return { scheduler: entry.make(given, context), options: effectiveOptions(entry, given, context) };
    } catch (error) {
      if (error instanceof RangeError) throw new RangeError(`${entry.name}: ${error.message}`);
      throw error;
    }
  });
}
