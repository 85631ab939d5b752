import { coreSchedulers } from './coreSchedulers.js';
import { peers, type SchedulerEntry } from './registry.js';

/** Every scheduler that can be replayed, by name. */
export const schedulers: readonly SchedulerEntry[] = [...coreSchedulers, ...peers];

/** The scheduler of every command if none is named. */
export const defaultScheduler = 'fastface-auto';

/** Schedulers from the user's modules, by the path passed to `loadScheduler`. */
const loaded = new Map<string, SchedulerEntry>();

/** A scheduler by its name, or by its module's path once `loadScheduler` has loaded it. */
export const findScheduler = (name: string): SchedulerEntry | undefined =>
  schedulers.find((entry) => entry.name === name) ?? loaded.get(name);

/** Registers an entry for `findScheduler`. */
export const addScheduler = (entry: SchedulerEntry): void => {
  loaded.set(entry.name, entry);
};

/** A scheduler by its name. @throws RangeError that lists the known names */
export function schedulerNamed(name: string): SchedulerEntry {
  const entry = findScheduler(name);
  if (entry) return entry;
  const names = schedulers.map((one) => one.name).join(', ');
  throw new RangeError(`unknown scheduler: ${name} (expected ${names}, or a module such as ./mine.js)`);
}

/** The message for an unknown option: the options of these schedulers, and which schedulers have it. */
export function unknownOption(option: string, entries: readonly SchedulerEntry[]): string {
  const optionsOf = ({ options }: SchedulerEntry) => options.map(({ name }) => name);
  const names = entries.map(({ name }) => name).join(', ');
  const known = [...new Set(entries.flatMap(optionsOf))].join(', ');
  const others = schedulers.filter((entry) => optionsOf(entry).includes(option)).map(({ name }) => name);
  const hint = others.length > 0 ? `; --scheduler ${others.slice(0, 3).join(' or ')} has ${option}` : '';
  return `${names} has ${known}${hint}`;
}
