import { randomUUID } from 'node:crypto';
import { WorkError } from '../workError.js';
import type { QueueConnection } from './connection.js';
import type { QueuedWork, QueueExecutor } from './contract.js';
import { digestOf, type JobEnvelope, readResultEnvelope } from './envelope.js';

/** Milliseconds between two looks at jobs of which nothing was heard. */
const lookEvery = 10_000;

/** Seconds that an abandoned job stays in Redis. */
const age = 3600;

/** Of failures that may pass: how often a job is tried, and how long after each failure. */
const retries = { attempts: 4, backoff: { type: 'fixed', delay: 2000 } };

/** A job under way. */
interface Waiting<Job, Result> {
  readonly job: Job;
  readonly envelope: JobEnvelope;
  /** Redis has taken it. */
  sent: boolean;
  readonly promise: Promise<Result>;
  resolve(result: Result): void;
  reject(error: WorkError): void;
}

/**
 * Does jobs with whatever workers take them from a queue in Redis.
 *
 * A job's name in Redis is the digest of its content, and each result carries the digest of the job it is of. So a Redis
 * that comes back with an older state can neither give one job the result of another, nor make a job twice; the jobs
 * that it has forgotten are sent again.
 */
export async function queueExecutor<Job, Result>(
  connection: QueueConnection,
  work: QueuedWork<Job, Result>,
): Promise<QueueExecutor<Job, Result>> {
  const { bullmq, client, place, note } = connection;
  const by = randomUUID();
  const waiting = new Map<string, Waiting<Job, Result>>();
  const removals = new Set<Promise<unknown>>();

  const queue = new bullmq.Queue(work.name, { connection: client });
  const events = new bullmq.QueueEvents(work.name, { connection: client.duplicate() });
  // They connect again by themselves.
  queue.on('error', () => {});
  events.on('error', () => {});
  await connection.begun(Promise.all([queue.waitUntilReady(), events.waitUntilReady()]));

  /** Sends a job, which changes nothing where it is there already. */
  async function send(id: string, entry: Waiting<Job, Result>): Promise<void> {
    const options = { jobId: id, removeOnComplete: { age }, removeOnFail: { age }, ...retries };
    try {
      await queue.add('job', entry.envelope, options);
      entry.sent = true;
    } catch (error) {
      fail(id, `Redis at ${place} does not take a job (${(error as Error).message})`);
    }
  }

  function settle(id: string, end: (entry: Waiting<Job, Result>) => void): void {
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    end(entry);
    const removal = queue.remove(id).catch(() => {});
    removals.add(removal);
    removal.finally(() => removals.delete(removal));
  }

  const fail = (id: string, message: string) => settle(id, ({ reject }) => reject(new WorkError(message)));
  const failed = (id: string, reason: string) => fail(id, `a worker could not do its part: ${reason}`);

  function completed(id: string, data: unknown): void {
    const entry = waiting.get(id);
    if (!entry) return;
    try {
      const result = work.readResult(readResultEnvelope(data, id), entry.job);
      settle(id, ({ resolve }) => resolve(result));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      failed(id, error.message);
    }
  }

  events.on('completed', ({ jobId, returnvalue }) => completed(jobId, returnvalue));
  events.on('failed', ({ jobId, failedReason }) => failed(jobId, failedReason));

  let looking = false;
  /** Looks at every job: its end may have been missed, and Redis may have forgotten it. */
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    let forgotten = 0;
    for (const [id, entry] of [...waiting].filter(([, { sent }]) => sent)) {
      const found = await queue.getJob(id);
      if (!waiting.has(id)) continue;
      if (!found) {
        if (forgotten++ === 0) note(`Redis at ${place} has forgotten some of the work; it is sent again`);
        await send(id, entry);
      } else if (found.failedReason && found.finishedOn) failed(id, found.failedReason);
      else if (found.finishedOn) completed(id, found.returnvalue);
    }
    looking = false;
  }
  const lookNow = () => {
    // A connection that breaks meanwhile comes back, and calls again.
    look().catch(() => {
      looking = false;
    });
  };
  client.on('ready', lookNow);
  const timer = setInterval(lookNow, lookEvery);
  let closed = false;

  return {
    atOnce: 256,
    place,
    workers: () => queue.getWorkersCount(),
    run(job) {
      if (closed) return Promise.reject(new WorkError('the queue is closed'));
      const envelope = { version: work.version, by, job };
      const id = digestOf(envelope);
      const same = waiting.get(id);
      if (same) return same.promise;
      let [resolve, reject]: [(result: Result) => void, (error: WorkError) => void] = [() => {}, () => {}];
      const promise = new Promise<Result>((...ends) => {
        [resolve, reject] = ends;
      });
      const entry = { job, envelope, sent: false, promise, resolve, reject };
      waiting.set(id, entry);
      void send(id, entry);
      return promise;
    },
    async close() {
      closed = true;
      clearInterval(timer);
      client.off('ready', lookNow);
      for (const id of waiting.keys()) fail(id, 'the queue is closed');
      await connection.unlessAway(Promise.all(removals));
      await connection.unlessAway(Promise.all([queue.close(), events.close()]));
    },
  };
}
