import { createRequire } from 'node:module';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Executor } from '../sweep/executor.js';
import { planSweep, type SweepPlan } from '../sweep/plan.js';
import type { RowRange } from '../sweep/results/checkRows.js';
import { ResultFile, unfinishedName } from '../sweep/results/resultFile.js';
import { shardRange } from '../sweep/shard.js';
import { Summary } from '../sweep/summary/summary.js';
import { sweep } from '../sweep/sweep.js';
import { SweepError } from '../sweep/sweepError.js';
import { configurationAt } from '../sweep/variation.js';
import { Failure, printable } from './failure.js';
import { plural } from './numbers.js';
import { progressLine } from './progress.js';
import {
  checkOutput,
  checkQueue,
  chosenShard,
  chosenThreads,
  chosenVariations,
  orUsage,
  type SweepFlags,
} from './sweepFlags.js';
import { sweepText } from './sweepText.js';
import { sweepTraces } from './sweepTraces.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** `fastface sweep FILE…`: many configurations on recorded runs, a row each; `open` gives who works them out. */
export async function sweepCommand(
  files: readonly string[],
  flags: SweepFlags,
  open: (flags: SweepFlags) => Promise<Executor> = executorFor,
): Promise<void> {
  const { output, queue } = flags;
  checkOutput(output);
  if (queue !== undefined) checkQueue(queue);
  chosenThreads(flags.threads);
  const shard = chosenShard(flags.shard);
  const variations = chosenVariations(flags);
  const traces = await sweepTraces(files, flags);
  const plan = orUsage('', () => planSweep(traces, variations, version));
  checkConfigurations(plan);
  const range = shardRange(plan.rows, shard);
  const opened = await ResultFile.open(output, plan, range).catch(cannotWrite(output));
  if (isLeft(opened)) throw new Failure(printable(opened.left), 1);
  const file = opened.right;
  if (!file.isFinished) await compute(plan, range, file, () => open(flags));
  const summary = new Summary(plan, range);
  await file.finish((page) => summary.add(page)).catch(cannotWrite(output));
  const result = {
    output,
    sweep: plan.id,
    rows: range.to - range.from,
    kept: file.kept,
    parts: summary.finish(),
  };
  console.log(flags.json ? JSON.stringify(result, null, 2) : sweepText(result));
}

/** Finds an option that cannot be before anything is computed. */
function checkConfigurations({ parts }: SweepPlan): void {
  const progress = progressLine('checking');
  for (const { trace, variation, count } of parts) {
    for (let i = 0; i < count; i++) {
      const given = configurationAt(variation, i);
      orUsage(`${variation.entry.name}: `, () => variation.entry.make(given, trace.context));
      if (i % 1000 === 999) progress.update(i / count);
    }
  }
  progress.done();
}

async function executorFor({ queue, threads }: SweepFlags): Promise<Executor> {
  if (queue === undefined) {
    const { localExecutor } = await import('../sweep/threads/localExecutor.js');
    return localExecutor(chosenThreads(threads));
  }
  const { QueueExecutor } = await import('../sweep/queue/queueExecutor.js');
  const executor = await QueueExecutor.open(queue, (note) => console.error(`fastface: ${note}`));
  if ((await executor.workers()) === 0)
    console.error(
      `fastface: no worker at ${executor.place} yet; start fastface worker with the same --queue`,
    );
  return executor;
}

/** Adds the rows that are missing. What is there stays there whatever happens. */
async function compute(
  plan: SweepPlan,
  range: RowRange,
  file: ResultFile,
  open: () => Promise<Executor>,
): Promise<void> {
  const rows = range.to - range.from;
  const progress = progressLine('sweeping');
  let there = file.kept;
  let executor: Executor | null = null;
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    void executor?.close();
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    if (there === rows) return;
    executor = await open();
    await sweep(plan, range, file, executor, (done) => {
      there = done;
      progress.update(done / rows);
    });
  } catch (error) {
    const kept = `${plural(there, 'row')} of ${rows} are in ${unfinishedName(file.name)}, and the same command goes on`;
    if (interrupted) throw new Failure(`interrupted; ${kept}`, 130);
    if (error instanceof SweepError || error instanceof RangeError)
      throw new Failure(`${printable(error.message)}; ${kept}`, 1);
    if ((error as NodeJS.ErrnoException).code) return cannotWrite(file.name)(error);
    throw error;
  } finally {
    progress.done();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await executor?.close();
    await file.close();
  }
}

const cannotWrite =
  (file: string) =>
  (error: unknown): never => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Failure(`${file}: could not be written (${code}); name another place`, 1);
  };
