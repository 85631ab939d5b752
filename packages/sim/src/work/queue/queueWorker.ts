import type { Job as BullJob } from 'bullmq';
import type { QueueConnection } from './connection.js';
import type { QueuedWork, QueueWorker, WorkerOptions } from './contract.js';
import { digestOf, type JobEnvelope, type ResultEnvelope, readJobEnvelope } from './envelope.js';

/**
 * Takes jobs from a queue in Redis until it is closed. Data from the queue is checked before use. A worker that dies
 * loses its lock within seconds, and another one gets the job.
 *
 * @param run does a job. A RangeError means that no worker can do it; after another error it is retried
 */
export async function queueWorker<Job, Result>(
  connection: QueueConnection,
  work: QueuedWork<Job, Result>,
  run: (job: Job) => Promise<Result>,
  { concurrency, lease, done }: WorkerOptions,
): Promise<QueueWorker> {
  const { bullmq, client, place } = connection;
  const answer = async ({ data }: BullJob<JobEnvelope>): Promise<ResultEnvelope> => {
    try {
      const { job } = readJobEnvelope(data, work.version);
      return { of: digestOf(data), result: await run(work.readJob(job)) };
    } catch (error) {
      throw error instanceof RangeError ? new bullmq.UnrecoverableError(error.message) : error;
    }
  };
  const worker = new bullmq.Worker(work.name, answer, {
    connection: client,
    concurrency,
    lockDuration: lease * 1000,
    stalledInterval: lease * 500,
    // A job that crashed three workers is not given to a fourth.
    maxStalledCount: 3,
  });
  worker.on('error', () => {}); // it reconnects by itself
  worker.on('completed', () => done(null));
  worker.on('failed', (_, error) => done(error.message));
  // A connection of BullMQ that breaks before it has begun never comes back.
  await connection.begun(worker.waitUntilReady());
  return {
    place,
    close: () => connection.unlessAway(worker.close()),
  };
}
