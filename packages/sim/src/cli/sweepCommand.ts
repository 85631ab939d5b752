import { createRequire } from 'node:module';
import { plural } from '../numbers.js';
import type { Batch } from '../sweep/batches.js';
import type { Outcome } from '../sweep/outcome.js';
import { planSweep, type SweepPlan } from '../sweep/plan.js';
import type { RowRange } from '../sweep/results/checkRows.js';
import { ResultFile, unfinishedName } from '../sweep/results/resultFile.js';
import { shardRange } from '../sweep/shard.js';
import { Summary } from '../sweep/summary/summary.js';
import { sweep } from '../sweep/sweep.js';
import { configurationAt } from '../sweep/variation.js';
import type { Executor } from '../work/executor.js';
import { WorkError } from '../work/executor.js';
import { lockFile } from '../work/fileLock.js';
import { Failure, printable, usageFailure } from './failure.js';
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

type SweepExecutor = Executor<Batch, readonly Outcome[]>;

/** `fastface sweep FILE…`: many configurations on recorded runs, a row each; `open` gives who works them out. */
export async function sweepCommand(
  files: readonly string[],
  flags: SweepFlags,
  open: (flags: SweepFlags, signal: AbortSignal) => Promise<SweepExecutor> = executorFor,
): Promise<void> {
  const { output, queue } = flags;
  checkOutput(output);
  if (queue !== undefined) checkQueue(queue);
  chosenThreads(flags.threads);
  const shard = chosenShard(flags.shard);
  const variations = chosenVariations(flags);
  const own = variations.find(({ entry }) => entry.module !== undefined);
  if (own && queue !== undefined)
    throw usageFailure(
      `--queue: workers load no modules, so ${own.entry.name} cannot go there; leave --queue out, or divide the work by --shard`,
    );
  const traces = await sweepTraces(files, flags);
  const plan = orUsage('', () => planSweep(traces, variations, version));
  checkConfigurations(plan);
  const range = shardRange(plan.rows, shard);
  const lock = await lockFile(output).catch(cannotWrite(output));
  try {
    await writeRows(plan, range, flags, (signal) => open(flags, signal));
  } finally {
    await lock.release();
  }
}

/** Brings the file of rows to its end, and says what is in it. */
async function writeRows(
  plan: SweepPlan,
  range: RowRange,
  { output, json }: SweepFlags,
  open: (signal: AbortSignal) => Promise<SweepExecutor>,
): Promise<void> {
  const opened = await ResultFile.open(output, plan, range).catch(cannotWrite(output));
  if (!opened.ok) throw new Failure(printable(opened.problem), 1);
  const file = opened.value;
  if (!file.isFinished) await compute(plan, range, file, open);
  const summary = new Summary(plan, range);
  await file.finish((page) => summary.add(page)).catch(cannotWrite(output));
  const result = {
    output,
    sweep: plan.id,
    rows: range.to - range.from,
    kept: file.kept,
    parts: summary.finish(),
  };
  console.log(json ? JSON.stringify(result, null, 2) : sweepText(result));
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

async function executorFor({ queue, threads }: SweepFlags, signal: AbortSignal): Promise<SweepExecutor> {
  if (queue === undefined) {
    const { localExecutor } = await import('../sweep/threads/localExecutor.js');
    return localExecutor(chosenThreads(threads));
  }
  const { sweepQueueExecutor } = await import('../sweep/queue/sweepQueueExecutor.js');
  const note = (text: string) => console.error(`fastface: ${text}`);
  const executor = await sweepQueueExecutor(queue, { note, signal });
  if ((await executor.workers()) === 0)
    note(`no worker at ${executor.place} yet; start fastface worker with the same --queue`);
  return executor;
}

/** Adds the rows that are missing. What is there stays there whatever happens. */
async function compute(
  plan: SweepPlan,
  range: RowRange,
  file: ResultFile,
  open: (signal: AbortSignal) => Promise<SweepExecutor>,
): Promise<void> {
  const rows = range.to - range.from;
  const progress = progressLine('sweeping');
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  let there = file.kept;
  let executor: SweepExecutor | null = null;
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    if (there === rows) return;
    executor = await open(stop.signal);
    stop.signal.addEventListener('abort', executor.close);
    if (stop.signal.aborted) await executor.close();
    await sweep(plan, range, file, executor, (done) => {
      there = done;
      progress.update(done / rows);
    });
  } catch (error) {
    const kept = `${plural(there, 'row')} of ${rows} are in ${unfinishedName(file.name)}, and the same command goes on`;
    if (stop.signal.aborted) throw new Failure(`interrupted; ${kept}`, 130);
    if (error instanceof WorkError || error instanceof RangeError)
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
    if (error instanceof WorkError) throw new Failure(printable(error.message), 1);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Failure(`${file}: could not be written (${code}); name another place`, 1);
  };
