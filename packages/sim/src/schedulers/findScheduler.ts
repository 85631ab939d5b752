import { coreSchedulers } from './coreSchedulers.js';
import { peers, type SchedulerEntry } from './registry.js';

/** Every scheduler that can be replayed, by name. */
export const schedulers: readonly SchedulerEntry[] = [...coreSchedulers, ...peers];

export const findScheduler = (name: string): SchedulerEntry | undefined =>
  schedulers.find((entry) => entry.name === name);
