import type { SchedulerEntry } from './schedulerEntry.js';

/** True if a setting `NAME:option=value` applies to this scheduler. */
export const isCalled = ({ name, ownName }: SchedulerEntry, wanted: string): boolean =>
  wanted === name || wanted === ownName;

/** True if the scheduler has an option of this name. A user's scheduler without a list accepts any. */
export const takesOption = ({ options, anyOption }: SchedulerEntry, name: string): boolean =>
  anyOption === true || options.some((option) => option.name === name);
