import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Scheduler } from '@fastface/core';
import { brokenLaw } from '@fastface/core/laws';
import { addScheduler, findScheduler, schedulerNamed } from './findScheduler.js';
import { guarded } from './guarded.js';
import { learningRateOption, total } from './peerEntry.js';
import type { SchedulerContext, SchedulerEntry, SchedulerOption } from './schedulerEntry.js';

type Options = Readonly<Record<string, unknown>>;

/** The factory that a module exports: `learningRate` and `totalSteps` come from the run, unless set. */
type SchedulerFactory = (options: SchedulerContext & Options) => Scheduler;

/** Options for checking the laws. */
const tried: SchedulerContext = { learningRate: 0.1, totalSteps: 200 };

/** True if the name is a module path. Scheduler names contain neither slash nor dot. */
export const isModulePath = (name: string): boolean => /[\\/.]/.test(name);

/**
 * Returns a scheduler by its name, or loads it from a user's module by the module's path, resolved against the
 * working directory. `findScheduler` and `chooseSchedulers` then find it by that path.
 *
 * The module's default export, or its export named `scheduler`, is a function that creates a scheduler from `{
 * learningRate, totalSteps, … }`. An exported list `options` (name, description, default) declares further options;
 * without it all options are passed on. The module is executed and the scheduler is checked against the laws, except
 * `skips` and `within its base`, which schedules and schedulers with restarts need not satisfy.
 *
 * @throws RangeError in one line: unknown scheduler or file, a module that does not load or lacks the function, a
 *   factory that fails, or a scheduler that breaks a law
 * @example
 * (await loadScheduler('cosine')).name; // 'cosine'
 */
export async function loadScheduler(nameOrPath: string): Promise<SchedulerEntry> {
  const known = findScheduler(nameOrPath);
  if (known) return known;
  if (!isModulePath(nameOrPath)) return schedulerNamed(nameOrPath);
  const entry = await loadModule(nameOrPath);
  addScheduler(entry);
  return entry;
}

async function loadModule(path: string): Promise<SchedulerEntry> {
  const file = resolve(path);
  const refuse = (problem: string): never => {
    throw new RangeError(`${path}: ${problem}`);
  };
  const content = await readFile(file).catch(({ code }: NodeJS.ErrnoException) =>
    refuse(code === 'ENOENT' ? `no such file in ${process.cwd()}` : `cannot be read (${code})`),
  );
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href).catch((error: unknown) =>
    refuse(`does not load: ${firstLine(error)}`),
  );
  const factory = factoryOf(exported);
  if (!factory)
    return refuse('exports no scheduler (expected a function as the default export, or one named scheduler)');
  const listed = optionsOf(exported.options);
  if (listed === undefined)
    return refuse('exports options that are no list of { name, description, default }');

  // A scheduler that needs options is checked when it is first created.
  let isTried = false;
  const tryLaws = (scheduler: Scheduler) => {
    const broken = brokenLaw(scheduler, { length: tried.totalSteps, except: ['skips', 'within its base'] });
    if (broken)
      throw new RangeError(`breaks the law "${broken.law}" (${broken.statement}): ${broken.violation}`);
    isTried = true;
  };
  const made = makerOf(factory);
  const sample = orNull(() => made({}, tried));
  try {
    if (sample) tryLaws(sample);
  } catch (error) {
    refuse((error as Error).message);
  }
  return {
    name: path,
    description: `the module ${file}`,
    options: [learningRateOption, total, ...(listed ?? []).filter(({ name }) => !(name in tried))],
    ...(listed === null ? { anyOption: true } : {}),
    ...(sample ? { ownName: sample.name } : {}),
    module: createHash('sha256').update(content).digest('hex'),
    make(given, context) {
      const scheduler = made(given, context);
      if (!isTried) tryLaws(scheduler);
      return guarded(scheduler, path);
    },
  };
}

/** Creates schedulers with a user's function and guards against its errors. */
const makerOf =
  (factory: SchedulerFactory) =>
  (given: Options, context: SchedulerContext): Scheduler => {
    const set = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
    let scheduler: Scheduler;
    try {
      scheduler = factory({ ...context, ...Object.fromEntries(set) });
    } catch (error) {
      throw new RangeError(firstLine(error));
    }
    const { name, init, step } = scheduler ?? {};
    const lacking =
      typeof name !== 'string'
        ? 'name'
        : typeof init !== 'function'
          ? 'init'
          : typeof step !== 'function'
            ? 'step'
            : null;
    if (lacking !== null)
      throw new RangeError(
        `the function made no scheduler: ${lacking} is missing or of another kind (expected a name, and functions init and step)`,
      );
    return scheduler;
  };

function orNull<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch {
    return null;
  }
}

const firstLine = (error: unknown): string => {
  const text = error instanceof RangeError ? error.message : String(error);
  return text.split('\n')[0]!;
};

/** The options that a module declares; null if it declares none, undefined if the list is invalid. */
function optionsOf(listed: unknown): readonly SchedulerOption[] | null | undefined {
  if (listed === undefined) return null;
  if (!Array.isArray(listed)) return undefined;
  const options = listed.map((one: Partial<SchedulerOption> | null) => ({
    name: one?.name ?? '',
    description: one?.description ?? '',
    default: one?.default ?? null,
  }));
  return options.every(({ name }) => typeof name === 'string' && /^\w+$/.test(name)) ? options : undefined;
}

/** The export of an ES module, or of a CommonJS module as Node presents it. */
function factoryOf(exported: Record<string, unknown>): SchedulerFactory | undefined {
  const inner = (exported.default ?? {}) as Record<string, unknown>;
  const candidates = [exported.default, exported.scheduler, inner.default, inner.scheduler];
  return candidates.find((one) => typeof one === 'function') as SchedulerFactory | undefined;
}
