import type { SchedulerEntry } from './schedulerEntry.js';

/** Is a setting `NAME:option=value` for this scheduler? */
export const isCalled = ({ name, ownName }: SchedulerEntry, wanted: string): boolean =>
  wanted === name || wanted === ownName;

/** Has a scheduler an option of this name? One of the user's own that lists none takes any. */
export const takesOption = ({ options, anyOption }: SchedulerEntry, name: string): boolean =>
  anyOption === true || options.some((option) => option.name === name);
