import { coreSchedulers } from './coreSchedulers.js';
import { peers, type SchedulerEntry } from './registry.js';

/** Every scheduler that can be replayed, by name. */
export const schedulers: readonly SchedulerEntry[] = [...coreSchedulers, ...peers];

/** Schedulers from modules of the user's own, by the path that `loadScheduler` was given. */
const loaded = new Map<string, SchedulerEntry>();

/** A scheduler by its name; one of the user's own by its module's path, once `loadScheduler` has loaded it. */
export const findScheduler = (name: string): SchedulerEntry | undefined =>
  schedulers.find((entry) => entry.name === name) ?? loaded.get(name);

/** Lets `findScheduler` find an entry from now on. */
export const addScheduler = (entry: SchedulerEntry): void => {
  loaded.set(entry.name, entry);
};

/** A scheduler by its name. @throws RangeError that lists the names there are */
export function schedulerNamed(name: string): SchedulerEntry {
  const entry = findScheduler(name);
  if (entry) return entry;
  const names = schedulers.map((one) => one.name).join(', ');
  throw new RangeError(`unknown scheduler: ${name} (expected ${names}, or a module such as ./mine.js)`);
}
