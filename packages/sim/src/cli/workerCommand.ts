import { plural } from '../numbers.js';
import { sweepQueueWorker } from '../sweep/queue/sweepQueueWorker.js';
import { WorkError } from '../work/executor.js';
import { Failure, printable } from './failure.js';
import { checkQueue, chosenThreads, integer } from './sweepFlags.js';

/** `fastface worker`: takes shards of sweeps from a queue until it is stopped. */
export async function workerCommand(flags: {
  readonly queue: string;
  readonly threads?: string;
  readonly lease?: string;
}): Promise<void> {
  checkQueue(flags.queue);
  const concurrency = chosenThreads(flags.threads);
  const lease = flags.lease === undefined ? 5 : integer('--lease', flags.lease, 1, 3600);
  const note = (text: string) => console.error(`fastface: ${text}`);
  let shards = 0;
  const done = (problem: string | null) => {
    if (problem === null) shards++;
    else note(`a shard was refused: ${printable(problem)}`);
  };
  const options = { concurrency, lease, note, done };
  const worker = await sweepQueueWorker(flags.queue, options).catch((error: unknown) => {
    throw error instanceof WorkError ? new Failure(error.message, 1) : error;
  });
  console.log(`waiting for shards at ${worker.place}, ${plural(concurrency, 'thread')}; Ctrl-C ends it`);
  await new Promise((stop) => process.once('SIGINT', stop).once('SIGTERM', stop));
  await worker.close();
  console.log(`${plural(shards, 'shard')} done`);
}
