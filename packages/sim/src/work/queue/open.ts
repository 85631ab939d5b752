import { connectQueue } from './connection.js';
import type { ConnectOptions, QueuedWork, QueueExecutor, QueueWorker, WorkerOptions } from './contract.js';
import { queueExecutor } from './queueExecutor.js';
import { queueWorker } from './queueWorker.js';

/**
 * An executor whose jobs are done by the workers at a Redis. It tolerates a Redis that is killed or restored to an
 * older state: a job's name is the digest of its content, each result carries the digest of its job and is checked,
 * and lost jobs are sent again.
 *
 * @param url `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS
 * @throws WorkError if Redis cannot be used within ten seconds, or `bullmq` and `ioredis` are not installed
 */
export async function openQueueExecutor<Job, Result>(
  url: string,
  work: QueuedWork<Job, Result>,
  options: ConnectOptions,
): Promise<QueueExecutor<Job, Result>> {
  const connection = await connectQueue(url, options);
  const executor = await queueExecutor(connection, work);
  return {
    ...executor,
    async close() {
      await executor.close();
      connection.close();
    },
  };
}

/**
 * A worker that does the jobs of one kind that come to a Redis.
 *
 * @param run does a job that `work.readJob` has accepted. A RangeError means that no worker can do the job; after
 *   another error it is retried, four attempts in total
 * @throws WorkError as {@link openQueueExecutor}
 */
export async function openQueueWorker<Job, Result>(
  url: string,
  work: QueuedWork<Job, Result>,
  run: (job: Job) => Promise<Result>,
  options: ConnectOptions & WorkerOptions,
): Promise<QueueWorker> {
  const connection = await connectQueue(url, options);
  const worker = await queueWorker(connection, work, run, options);
  return {
    ...worker,
    async close() {
      await worker.close();
      connection.close();
    },
  };
}
