import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { arena } from '../../src/arena/arena.js';
import { chooseContestants } from '../../src/arena/chooseContestants.js';
import { chooseTask } from '../../src/arena/chooseTasks.js';
import type { Grid, Training } from '../../src/arena/grid.js';
import { ArenaResults } from '../../src/arena/results.js';
import type { Task } from '../../src/arena/task.js';
import { facesEasy } from '../../src/arena/tasks/generatedFaces.js';
import { photographFolder, photographs } from '../../src/arena/tasks/photographs.js';
import { tasks } from '../../src/arena/tasks.js';
import train from '../../src/arena/thread.js';

const folder = mkdtempSync(join(tmpdir(), 'fastface-arena-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const grid: Grid = {
  tasks: [await chooseTask('quadratic')],
  contestants: chooseContestants(['constant', 'linear', 'fastface-auto'], []),
  multipliers: [1, 2],
  budgets: [0.05],
  seeds: [1, 2],
  warmupShare: 0.02,
};

/** One after the other, in this process; `stopAfter` gives up as a kill would. */
const executor = (stopAfter = Number.POSITIVE_INFINITY) => {
  let started = 0;
  return {
    atOnce: 1,
    async run(training: Training) {
      if (started++ >= stopAfter) throw new Error('killed');
      return train(training);
    },
    close: async () => {},
  };
};

/** Rows in sorted order without what differs from run to run: seconds, and the digest that covers them. */
const rowsOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').slice(0, -2).join(','))
    .sort();

describe('an arena', () => {
  test('stopped and damaged at any place it ends with the same rows', async () => {
    const whole = join(folder, 'whole.csv');
    await arena(grid, new ArenaResults(whole), executor());
    expect(rowsOf(whole)).toHaveLength(13);
    const parts = join(folder, 'parts.csv');
    await expect(arena(grid, new ArenaResults(parts), executor(5))).rejects.toThrow('killed');
    appendFileSync(parts, readFileSync(whole, 'utf8').split('\n')[9]!.slice(0, 40)); // torn by a kill
    await expect(arena(grid, new ArenaResults(parts), executor(3))).rejects.toThrow('killed');
    const text = readFileSync(parts, 'utf8');
    writeFileSync(parts, text.replace(/quadratic,linear/, 'quadratic,linaer')); // a row that somebody changed
    const results = new ArenaResults(parts);
    expect(results.damaged).toBe(1);
    await arena(grid, results, executor());
    expect(rowsOf(parts)).toEqual(rowsOf(whole));
  });

  test('a row tells everything that is needed to repeat it', () => {
    const [row] = new ArenaResults(join(folder, 'whole.csv')).of(grid);
    expect(row).toMatchObject({
      task: 'quadratic',
      contestant: 'constant',
      multiplier: 1,
      steps: 200,
      warmupSteps: 4,
      seed: 1,
    });
    expect(row!.updates).toBe(200);
    expect(row!.metric).toBeLessThan(row!.untrained);
  });

  test('rows of a module that was changed do not count', async () => {
    const file = join(folder, 'changing.mjs');
    const text = (
      x: number,
    ) => `export const name = 'changing'; export const learningRate = 1; export const steps = 4;
export const create = () => ({ step: () => 1, evaluate: () => ${x} });`;
    const gridOf = async (x: number) => {
      writeFileSync(file, text(x));
      return { ...grid, tasks: [await chooseTask(file)], multipliers: [1], budgets: [1], seeds: [1] };
    };
    const rows = new ArenaResults(join(folder, 'changing.csv'));
    const first = await gridOf(1);
    await arena(first, rows, { ...executor(), run: (training) => train({ ...training, task: file }) });
    expect(rows.of(first)).toHaveLength(3);
    expect(rows.of(await gridOf(2))).toHaveLength(0);
  });

  test('refuses a file that is something else', () => {
    const other = join(folder, 'other.csv');
    writeFileSync(other, 'step,loss\n1,2\n');
    expect(() => new ArenaResults(other)).toThrow('not the results of an arena');
  });
});

describe('tasks', () => {
  test.each(tasks.filter(({ slow }) => !slow).map((task) => [task.name, task] as const))(
    '%s learns, and the seed decides everything',
    async (_, task) => {
      const run = async (seed: number) => {
        const trainee = await task.create(seed);
        const before = await trainee.evaluate();
        const losses: number[] = [];
        for (let step = 0; step < 300; step++) losses.push(await trainee.step(task.learningRate / 2));
        return { before, after: await trainee.evaluate(), losses };
      };
      const [first, again, other] = [await run(1), await run(1), await run(2)];
      expect(again).toEqual(first);
      expect(other.losses).not.toEqual(first.losses);
      expect(first.after).toBeLessThan(first.before);
    },
  );

  test.skipIf(!existsSync(photographFolder()))(
    'photographs, where there are some: others train than are verified',
    () => repeats(photographs),
  );
  test('faces: the seed decides everything', () => repeats(facesEasy), 120_000);

  /** A few updates of a task that takes minutes, twice. */
  async function repeats(task: Task) {
    const run = async () => {
      const trainee = await task.create(1);
      try {
        const losses = [await trainee.step(0.1), await trainee.step(0.1), await trainee.step(0.05)];
        return { losses, metric: await trainee.evaluate() };
      } finally {
        trainee.dispose?.();
      }
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first.losses.every(Number.isFinite)).toBe(true);
    expect(first.metric).toBeGreaterThan(0);
    expect(first.metric).toBeLessThan(55);
  }

  test('a module of one’s own', async () => {
    const file = join(folder, 'mine.mjs');
    writeFileSync(
      file,
      `export const name = 'mine';
export const learningRate = 0.1;
export const steps = 100;
export function create(seed) {
  let x = 1 + seed;
  return { step: (rate) => { const loss = x * x; x -= rate * 2 * x; return loss; }, evaluate: () => x * x };
}`,
    );
    const task = await chooseTask(file);
    const trainee = await task.create(1);
    expect(await trainee.step(0.25)).toBe(4);
    expect(await trainee.evaluate()).toBe(1);
  });

  test.each([
    ['export const name = "a b";', 'name must be a word'],
    ['export const name = "digits";', 'a task called digits comes along'],
    ['export const name = "m"; export const learningRate = "1";', 'learningRate must be a number above 0'],
    ['export const name = "m"; export const learningRate = 1; export const steps = 1;', 'steps must be'],
    [
      'export const name = "m"; export const learningRate = 1; export const steps = 9; export const create = 1;',
      'create must be a function',
    ],
    [
      'export const name = "m"; export const learningRate = 1; export const steps = 9; export const create = () => ({ step: () => "1", evaluate: () => 1 });',
      'step() gave 1, not a number',
    ],
    ['export const name = ;', 'does not load'],
    ['export const name = "m"; export const learningRate = 1; export const stesp = 9;', 'exports no steps'],
    [
      'export const name = "m"; export const learningRate = 1; export const steps = 9; export const create = () => ({ step: () => 1 });',
      'create() must return { step, evaluate }, and evaluate is missing',
    ],
    [
      'export const name = "m"; export const learningRate = 1; export const steps = 9; export const create = () => ({ step: Math.random, evaluate: () => 1 });',
      'the seed must decide everything',
    ],
  ])('a module that is no task: %s', async (text, message) => {
    const file = join(folder, `bad-${message.replace(/\W/g, '')}.mjs`);
    writeFileSync(file, text);
    await expect(chooseTask(file)).rejects.toThrow(message);
  });

  test('a module that is not there', async () => {
    await expect(chooseTask('./none.mjs')).rejects.toThrow('--task ./none.mjs: no such file in');
  });

  test('an unknown name', async () => {
    await expect(chooseTask('digit')).rejects.toThrow('unknown task: digit (expected margin-vectors, digits');
  });
});

describe('contestants', () => {
  test('settings are part of the name', () => {
    const [one] = chooseContestants(['polynomial'], ['power=1.5']);
    expect(one).toMatchObject({ name: 'polynomial power=1.5', scheduler: 'polynomial', fixed: true });
    expect(one!.options(100)).toEqual({ power: 1.5 });
  });

  test.each([
    [['nobody'], [], 'unknown scheduler: nobody'],
    [['cosine'], ['power=2'], 'unknown option in --set: power'],
  ])('%j with %j', (names, settings, message) => {
    expect(() => chooseContestants(names, settings)).toThrow(message);
  });
});
