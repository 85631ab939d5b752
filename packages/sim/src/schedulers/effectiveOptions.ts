import type { SchedulerContext, SchedulerEntry } from './schedulerEntry.js';

/** The options that a scheduler runs with: those given, over the run's own rate and length, over the defaults. */
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
