import { connectQueue } from '../../work/queue/connection.js';
import type { ConnectOptions, QueueWorker, WorkerOptions } from '../../work/queue/contract.js';
import { queueWorker } from '../../work/queue/queueWorker.js';
import { sweepThreads } from '../threads/localExecutor.js';
import { sweepWork } from './job.js';
import { ReceivedTraces } from './receivedTraces.js';

/**
 * Takes shards of sweeps from a queue in Redis until it is closed, and evaluates them on threads. Jobs cannot name a
 * file, a program or an address.
 *
 * @throws WorkError if Redis cannot be used
 */
export async function sweepQueueWorker(
  url: string,
  options: ConnectOptions & WorkerOptions,
): Promise<QueueWorker> {
  const connection = await connectQueue(url, options);
  const pool = sweepThreads(options.concurrency);
  const traces = new ReceivedTraces(connection);
  const worker = await queueWorker(
    connection,
    sweepWork,
    async ({ trace, ...task }) => pool.run({ ...task, ...(await traces.get(trace)) }),
    options,
  );
  return {
    ...worker,
    async close() {
      await worker.close();
      await pool.close();
      connection.close();
    },
  };
}
