import { availableParallelism } from 'node:os';
import { isRedisUrl, moduleBeside, openQueueWorker, threadExecutor, WorkError } from '@fastface/sim/work';
import type { Command } from 'commander';
import type { Training } from '../arena/grid.js';
import { queuedTraining } from '../arena/queuedTraining.js';
import type { TrainingOutcome } from '../arena/training.js';
import { BadInput } from '../badInput.js';
import { whole } from './parse.js';
import { UsageError } from './usageError.js';

/** Adds the command `worker`. */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('takes trainings of arenas from a queue until it is stopped')
    .requiredOption('--queue <redis://…>', 'the same as of fastface-train arena')
    .option('--threads <n>', 'trainings at once', whole(1), availableParallelism())
    .option('--lease <seconds>', 'a worker that is silent for so long loses its trainings', whole(1), 30)
    .addHelpText('after', '\nExample:\n  fastface-train worker --queue redis://10.0.0.5:6379')
    .action(workerCommand);
}

async function workerCommand(flags: { queue: string; threads: number; lease: number }): Promise<void> {
  if (!isRedisUrl(flags.queue))
    throw new UsageError(`invalid --queue: ${flags.queue} (expected redis://host:port)`);
  const pool = threadExecutor<Training, TrainingOutcome>(
    moduleBeside(import.meta.url, '../arena/thread'),
    flags.threads,
  );
  let done = 0;
  const note = (text: string) => console.error(`fastface-train: ${text}`);
  const worker = await openQueueWorker(flags.queue, queuedTraining, (training) => pool.run(training), {
    concurrency: flags.threads,
    lease: flags.lease,
    note,
    done(problem) {
      if (problem === null) done++;
      else note(`a training was refused: ${problem}`);
    },
  }).catch((error: unknown) => {
    throw error instanceof WorkError ? new BadInput(flags.queue, error.message, 'is Redis there?') : error;
  });
  console.log(`waiting for trainings at ${worker.place}; Ctrl-C ends it`);
  await new Promise((stop) => process.once('SIGINT', stop).once('SIGTERM', stop));
  await worker.close();
  await pool.close();
  console.log(`${done} trainings done`);
}
