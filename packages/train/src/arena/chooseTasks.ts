import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isModulePath } from '@fastface/sim';
import type { Task } from './task.js';
import { tasks } from './tasks.js';

/**
 * A task by its name, or from a module that exports `name`, `learningRate`, `steps` and `create` (by themselves, or as its
 * default export).
 *
 * @throws RangeError that says in one line what is wrong
 */
export async function chooseTask(nameOrPath: string): Promise<Task> {
  if (!isModulePath(nameOrPath)) {
    const task = tasks.find(({ name }) => name === nameOrPath);
    if (task) return task;
    const names = tasks.map(({ name }) => name).join(', ');
    throw new RangeError(`unknown task: ${nameOrPath} (expected ${names}, or the path of a module)`);
  }
  const wrong = (what: string) => new RangeError(`--task ${nameOrPath}: ${what}`);
  if (!existsSync(nameOrPath)) throw wrong(`no such file in ${process.cwd()}`);
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(resolve(nameOrPath)).href);
  } catch (error) {
    throw wrong(`does not load: ${String((error as Error).message).split('\n')[0]}`);
  }
  const { name, description, learningRate, steps, metric, point, create } = (module.default ??
    module) as Partial<Task>;
  if (typeof name !== 'string' || !/^[\w-]{1,60}$/.test(name))
    throw wrong('name must be a word of letters, digits and hyphens');
  if (tasks.some((task) => task.name === name))
    throw wrong(`a task called ${name} comes along; name it otherwise`);
  const must = (field: string, value: unknown, fits: boolean, be: string) => {
    if (value === undefined) throw wrong(`exports no ${field}`);
    if (!fits) throw wrong(`${field} must be ${be}`);
  };
  must('learningRate', learningRate, Number.isFinite(learningRate) && learningRate! > 0, 'a number above 0');
  must('steps', steps, Number.isSafeInteger(steps) && steps! >= 2, 'a whole number, at least 2');
  must('create', create, typeof create === 'function', 'a function: (seed) => ({ step, evaluate })');
  const task: Task = {
    name,
    module: nameOrPath,
    digest: createHash('sha256')
      .update(readFileSync(resolve(nameOrPath)))
      .digest('hex')
      .slice(0, 12),
    learningRate: learningRate!,
    steps: steps!,
    description: typeof description === 'string' ? description : nameOrPath,
    metric: typeof metric === 'string' ? metric : 'test metric, lower is better',
    ...(typeof point === 'number' && point > 0 ? { point } : {}),
    create: (seed) => create!.call(module.default ?? module, seed),
  };
  await tryOut(task, wrong);
  return task;
}

/** A first update, twice, so that a mistake shows before a thousand trainings do. */
async function tryOut(task: Task, wrong: (what: string) => RangeError): Promise<void> {
  try {
    const trainee = await task.create(1);
    for (const method of ['step', 'evaluate'] as const)
      if (typeof trainee?.[method] !== 'function')
        throw wrong(`create() must return { step, evaluate }, and ${method} is missing`);
    const before = await trainee.evaluate();
    const loss = await trainee.step(task.learningRate / 100);
    trainee.dispose?.();
    const again = await task.create(1);
    const sameLoss = await again.step(task.learningRate / 100);
    again.dispose?.();
    if (typeof before !== 'number' || !Number.isFinite(before))
      throw wrong(`evaluate() gave ${String(before)} before training, not a finite number`);
    if (typeof loss !== 'number') throw wrong(`step() gave ${String(loss)}, not a number`);
    if (!Object.is(loss, sameLoss))
      throw wrong(
        `create(1) gave a first loss of ${loss}, and then of ${sameLoss}: the seed must decide everything`,
      );
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('--task')) throw error;
    throw wrong(`fails: ${String((error as Error).message).split('\n')[0]}`);
  }
}
