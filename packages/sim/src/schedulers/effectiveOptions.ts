import type { SchedulerContext, SchedulerEntry } from './schedulerEntry.js';

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
