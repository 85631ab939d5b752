import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
  if (!(Number.isFinite(learningRate) && learningRate! > 0))
    throw wrong('learningRate must be a number above 0');
  if (!(Number.isSafeInteger(steps) && steps! >= 2)) throw wrong('steps must be a whole number, at least 2');
  if (typeof create !== 'function') throw wrong('create must be a function: (seed) => ({ step, evaluate })');
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
    create: (seed) => create.call(module.default ?? module, seed),
  };
  await tryOut(task, wrong);
  return task;
}

/** One update and two evaluations, so that a mistake shows before a thousand trainings do. */
async function tryOut(task: Task, wrong: (what: string) => RangeError): Promise<void> {
  try {
    const trainee = await task.create(1);
    const before = await trainee.evaluate();
    const loss = await trainee.step(task.learningRate / 100);
    trainee.dispose?.();
    if (typeof before !== 'number' || !Number.isFinite(before))
      throw wrong(`evaluate() gave ${String(before)} before training, not a finite number`);
    if (typeof loss !== 'number') throw wrong(`step() gave ${String(loss)}, not a number`);
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('--task')) throw error;
    throw wrong(`fails: ${String((error as Error).message).split('\n')[0]}`);
  }
}
