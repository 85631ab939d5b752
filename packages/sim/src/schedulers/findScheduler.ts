import { coreSchedulers } from './coreSchedulers.js';
import { peers, type SchedulerEntry } from './registry.js';

/** Every scheduler that can be replayed, by name. */
export const schedulers: readonly SchedulerEntry[] = [...coreSchedulers, ...peers];

/** What every command takes where no scheduler is named. */
export const defaultScheduler = 'fastface-auto';

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

/** That some schedulers have no such option: what they have, and who has it. */
export function unknownOption(option: string, entries: readonly SchedulerEntry[]): string {
  const optionsOf = ({ options }: SchedulerEntry) => options.map(({ name }) => name);
  const names = entries.map(({ name }) => name).join(', ');
  const known = [...new Set(entries.flatMap(optionsOf))].join(', ');
  const others = schedulers.filter((entry) => optionsOf(entry).includes(option)).map(({ name }) => name);
  const hint = others.length > 0 ? `; --scheduler ${others.slice(0, 3).join(' or ')} has ${option}` : '';
  return `${names} has ${known}${hint}`;
}
