import { QueueWorker } from '../sweep/queue/queueWorker.js';
import { SweepError } from '../sweep/sweepError.js';
import { Failure, printable } from './failure.js';
import { plural } from './numbers.js';
import { checkQueue, chosenThreads, integer } from './sweepFlags.js';

/** `fastface worker`: takes shards of sweeps from a queue until it is stopped. */
export async function workerCommand(flags: {
  readonly queue: string;
  readonly threads?: string;
  readonly lease?: string;
}): Promise<void> {
  checkQueue(flags.queue);
  const threads = chosenThreads(flags.threads);
  const lease = flags.lease === undefined ? 5 : integer('--lease', flags.lease, 1, 3600);
  const note = (text: string) => console.error(`fastface: ${text}`);
  const worker = await QueueWorker.open(flags.queue, { threads, lease, note }).catch((error: unknown) => {
    throw error instanceof SweepError ? new Failure(error.message, 1) : error;
  });
  console.log(`waiting for shards at ${worker.place}, ${plural(threads, 'thread')}; Ctrl-C ends it`);
  let done = 0;
  worker.onShard((problem) => {
    if (problem === null) done++;
    else console.error(`fastface: a shard was refused: ${printable(problem)}`);
  });
  await new Promise((stop) => process.once('SIGINT', stop).once('SIGTERM', stop));
  await worker.close();
  console.log(`${plural(done, 'shard')} done`);
}
