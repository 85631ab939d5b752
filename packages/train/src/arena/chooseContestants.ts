import { findScheduler, isModulePath, parseSetting, schedulers } from '@fastface/sim';
import { type Contestant, contestants } from './contestants.js';

/**
 * The contestants named: those that come along, any other scheduler by the name that `fastface schedulers` lists, or modules
 * that `loadScheduler` has loaded,
 * each with the settings (`power=2`, `polynomial:power=2`) that are for it. A contestant with settings is called by them:
 * `polynomial power=2`.
 *
 * @throws RangeError naming what there is not
 */
export function chooseContestants(names: readonly string[], settings: readonly string[]): Contestant[] {
  const parsed = settings.map(parseSetting);
  const used = new Set<unknown>();
  const chosen = names.map((name) => {
    const known = contestants.find((contestant) => contestant.name === name) ?? plain(name);
    const own = parsed.filter(({ scheduler, option }) =>
      scheduler === null
        ? hasOption(known.scheduler, option)
        : scheduler === name ||
          scheduler === known.scheduler ||
          scheduler === findScheduler(known.scheduler)?.ownName,
    );
    for (const setting of own) used.add(setting);
    if (own.length === 0) return known;
    const set = Object.fromEntries(own.map(({ option, value }) => [option, value]));
    return {
      ...known,
      name: `${name} ${own.map(({ option, value }) => `${option}=${JSON.stringify(value)}`).join(' ')}`,
      options: (steps: number) => ({ ...known.options(steps), ...set }),
    };
  });
  const unused = parsed.find((setting) => !used.has(setting));
  if (unused)
    throw new RangeError(`unknown option in --set: ${unused.option} (none of ${names.join(', ')} has it)`);
  return chosen;
}

function plain(name: string): Contestant {
  if (isModulePath(name) || findScheduler(name))
    return { name, scheduler: name, options: () => ({}), fixed: fixedSchedules.has(name) };
  const known = [...new Set([...contestants, ...schedulers].map((entry) => entry.name))];
  throw new RangeError(`unknown scheduler: ${name} (expected ${known.join(', ')}, or the path of a module)`);
}

const fixedSchedules = new Set(['polynomial', 'warmup-stable-decay', 'multi-step', 'exponential']);

function hasOption(scheduler: string, option: string): boolean {
  const entry = findScheduler(scheduler);
  return !entry || entry.anyOption === true || entry.options.some(({ name }) => name === option);
}
