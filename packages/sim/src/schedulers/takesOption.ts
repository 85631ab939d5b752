import type { SchedulerEntry } from './schedulerEntry.js';

/** Has a scheduler an option of this name? One of the user's own that lists none takes any. */
export const takesOption = ({ options, anyOption }: SchedulerEntry, name: string): boolean =>
  anyOption === true || options.some((option) => option.name === name);
