import { availableParallelism } from 'node:os';
import { isModulePath, loadScheduler } from '@fastface/sim';
import {
  type Executor,
  isRedisUrl,
  lockFile,
  moduleBeside,
  openQueueExecutor,
  threadExecutor,
  WorkError,
} from '@fastface/sim/work';
import type { Command } from 'commander';
import { arena } from '../arena/arena.js';
import { chooseContestants } from '../arena/chooseContestants.js';
import { chooseTask } from '../arena/chooseTasks.js';
import { contestants } from '../arena/contestants.js';
import type { Grid, Training } from '../arena/grid.js';
import { queuedTraining } from '../arena/queuedTraining.js';
import { ArenaResults } from '../arena/results.js';
import { tasks } from '../arena/tasks.js';
import type { TrainingOutcome } from '../arena/training.js';
import { verdict } from '../arena/verdict.js';
import { verdictText } from '../arena/verdictText.js';
import { BadInput } from '../badInput.js';
import { duration, Progress } from '../loop/progress.js';
import { collect, numbers, real, whole } from './parse.js';
import { stopSignal } from './stopSignal.js';
import { UsageError } from './usageError.js';

interface ArenaFlags {
  readonly task: readonly string[];
  readonly scheduler: readonly string[];
  readonly set: readonly string[];
  readonly rates: readonly number[];
  readonly budgets: readonly number[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly warmupShare: number;
  readonly output: string;
  readonly threads: number;
  readonly queue?: string;
  readonly about?: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

/** Adds the command `arena`. */
export function registerArena(program: Command): void {
  program
    .command('arena')
    .description('real trainings under every scheduler: does it help?')
    .optionsGroup('The grid:')
    .option(
      '--task <name|path>',
      'a task, or a module of your own; several times (default: all but faces)',
      collect,
      [],
    )
    .option(
      '--scheduler <name|path>',
      'a scheduler; several times (default: all that come along)',
      collect,
      [],
    )
    .option('--set <option=value>', 'an option, or scheduler:option=value; several times', collect, [])
    .option('--rates <list>', "base rates, in multiples of the task's own", numbers(0), [0.25, 0.5, 1, 2, 4])
    .option('--budgets <list>', "updates, as shares of the task's own", numbers(0), [0.5, 1])
    .option('--seeds <n>', 'seeds first-seed, first-seed + 1, …', whole(1), 3)
    .option('--first-seed <n>', 'the first of them', whole(0), 1)
    .option(
      '--warmup-share <share>',
      'share of the updates in which the rate rises, for all',
      real(0, 0.5, true),
      0.02,
    )
    .optionsGroup('The run:')
    .option('--output <file>', 'CSV, a row a training; rows that are there are kept', 'arena.csv')
    .option('--threads <n>', 'trainings at once', whole(1), availableParallelism())
    .option('--queue <redis://…>', "let 'fastface-train worker' processes on any machines train")
    .option(
      '--about <scheduler>',
      'whom the others are compared with (default: fastface-auto, if it takes part)',
    )
    .option('--list', 'lists tasks and schedulers')
    .option('--json', 'the verdict as JSON on standard output')
    .addHelpText(
      'after',
      `
Examples:
  fastface-train arena --list
  fastface-train arena --task digits --task text --seeds 5
  fastface-train arena --task ./my-task.mjs --scheduler ./mine.mjs --scheduler cosine --scheduler linear
  fastface-train arena --scheduler polynomial --set power=1.5 --scheduler fastface-auto --rates 1

Stopped at any moment it goes on with the same command. Regret is metric/best − 1 against the best fixed schedule of the
same task, base rate and budget.`,
    )
    .action(arenaCommand);
}

export async function arenaCommand(flags: ArenaFlags): Promise<void> {
  if (flags.list) return list();
  const grid = await gridOf(flags);
  checkQueue(grid, flags.queue);
  const lock = await lockFile(flags.output).catch((error: unknown) => {
    throw error instanceof WorkError ? new BadInput(flags.output, error.message, '') : error;
  });
  try {
    const results = new ArenaResults(flags.output);
    if (await compute(grid, results, flags)) report(grid, results, flags);
  } finally {
    await lock.release();
  }
}

async function gridOf(flags: ArenaFlags): Promise<Grid> {
  try {
    const named =
      flags.task.length > 0 ? flags.task : tasks.filter(({ slow }) => !slow).map(({ name }) => name);
    const schedulers = flags.scheduler.length > 0 ? flags.scheduler : contestants.map(({ name }) => name);
    for (const name of schedulers.filter(isModulePath)) await loadScheduler(name);
    const chosen = chooseContestants(schedulers, flags.set);
    if (!chosen.some(({ fixed }) => fixed))
      throw new RangeError(
        'no fixed schedule takes part, which regret is measured against: add --scheduler linear',
      );
    return {
      tasks: await Promise.all(named.map(chooseTask)),
      contestants: chosen,
      multipliers: flags.rates,
      budgets: flags.budgets,
      seeds: Array.from({ length: flags.seeds }, (_, i) => flags.firstSeed + i),
      warmupShare: flags.warmupShare,
    };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

function checkQueue({ tasks, contestants }: Grid, queue: string | undefined): void {
  if (queue === undefined) return;
  if (!isRedisUrl(queue)) throw new UsageError(`invalid --queue: ${queue} (expected redis://host:port)`);
  const own = [
    ...tasks.flatMap(({ module }) => module ?? []),
    ...contestants.map(({ scheduler }) => scheduler),
  ];
  const module = own.find(isModulePath);
  if (module) throw new UsageError(`--queue: workers load no module of yours: ${module}; leave --queue out`);
}

/** Trains what is missing; false where it was stopped before the end. */
async function compute(grid: Grid, results: ArenaResults, flags: ArenaFlags): Promise<boolean> {
  const { output } = flags;
  const progress = new Progress(process.stderr);
  if (results.damaged > 0) progress.note(`${output}: ${results.damaged} damaged rows are trained again`);
  const executor = await executorFor(grid, flags, (text) => progress.note(text));
  const stop = stopSignal(() => void executor.close());
  let where = 'no training';
  try {
    await arena(grid, results, executor, ({ done, total, secondsLeft }) => {
      where = `${done} of ${total} trainings`;
      progress.status(secondsLeft === null ? where : `${where}, ${duration(secondsLeft)} left`);
    });
    return true;
  } catch (error) {
    if (error instanceof WorkError) throw new BadInput(output, error.message, 'the same command goes on');
    if (!stop.signal.aborted) throw error;
    progress.end();
    progress.note(`stopped after ${where}; the same command goes on`);
    process.exitCode = stop.exitCode;
    return false;
  } finally {
    progress.end();
    stop.release();
    await executor.close();
  }
}

/** The threads of this machine, or the workers at a Redis, which know only what comes along. */
async function executorFor(
  grid: Grid,
  { queue, threads }: ArenaFlags,
  note: (text: string) => void,
): Promise<Executor<Training, TrainingOutcome>> {
  if (queue !== undefined) {
    const executor = await openQueueExecutor(queue, queuedTraining, { note }).catch((error: unknown) => {
      throw error instanceof WorkError ? new BadInput(queue, error.message, 'is Redis there?') : error;
    });
    if ((await executor.workers()) === 0)
      note(`no worker at ${executor.place} yet; start fastface-train worker with the same --queue`);
    return executor;
  }
  const pool = threadExecutor<Training, TrainingOutcome>(
    moduleBeside(import.meta.url, '../arena/thread'),
    threads,
  );
  const modules = new Map(grid.tasks.map((task) => [task.name, task.module ?? task.name]));
  return {
    ...pool,
    run: (training) =>
      pool.run({ ...training, task: modules.get(training.task)! }).catch((error: Error) => {
        throw new BadInput(
          `task ${training.task}, ${training.contestant}, seed ${training.seed}`,
          error.message.split('\n')[0]!,
          'the same command goes on once that is mended',
        );
      }),
  };
}

function report(grid: Grid, results: ArenaResults, flags: ArenaFlags): void {
  const rows = results.of(grid);
  const points = Object.fromEntries(grid.tasks.flatMap(({ name, point }) => (point ? [[name, point]] : [])));
  const names = grid.contestants.map(({ name }) => name);
  const about = flags.about ?? (names.includes('fastface-auto') ? 'fastface-auto' : undefined);
  const result = verdict(rows, { ...(about ? { about } : {}), points });
  console.log(flags.json ? JSON.stringify(result, null, 2) : verdictText(result));
}

function list(): void {
  const width = Math.max(...[...tasks, ...contestants].map(({ name }) => name.length));
  console.log('Tasks:');
  for (const { name, description, steps, learningRate, metric } of tasks)
    console.log(`  ${name.padEnd(width)}  ${description}; ${steps} updates at ${learningRate}; ${metric}`);
  console.log('\nSchedulers (* fixed schedule), here for a run of 1,000 updates:');
  for (const { name, scheduler, options, fixed } of contestants) {
    const set = Object.entries(options(1000)).map(([option, value]) => `${option}=${value}`);
    console.log(`  ${name.padEnd(width)}  ${[`${scheduler}${fixed ? ' *' : ''}`, ...set].join(' ')}`);
  }
}
