import { randomUUID } from 'node:crypto';
import { WorkError } from '../executor.js';
import type { QueueConnection } from './connection.js';
import type { QueuedWork, QueueExecutor } from './contract.js';
import { digestOf, type JobEnvelope, readResultEnvelope } from './envelope.js';

/** Milliseconds between two checks of silent jobs. */
const lookEvery = 10_000;

/** Seconds that an abandoned job stays in Redis. */
const age = 3600;

/** Retries after temporary failures: number of attempts and delay. */
const retries = { attempts: 4, backoff: { type: 'fixed', delay: 2000 } };

/** A pending job. */
interface Waiting<Job, Result> {
  readonly job: Job;
  readonly envelope: JobEnvelope;
  /** Redis has accepted it. */
  sent: boolean;
  readonly promise: Promise<Result>;
  resolve(result: Result): void;
  reject(error: WorkError): void;
}

/**
 * Runs jobs with the workers at a queue in Redis.
 *
 * A job's name in Redis is the digest of its content, and each result carries the digest of its job. A Redis that was
 * restored to an older state can therefore neither mix up results nor duplicate a job. Lost jobs are sent again.
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
  // They reconnect by themselves.
  queue.on('error', () => {});
  events.on('error', () => {});
  await connection.begun(Promise.all([queue.waitUntilReady(), events.waitUntilReady()]));

  /** Sends a job; no effect if it is already there. */
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
  /** Checks every job: its end may have been missed, or Redis may have lost it. */
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
    // A broken connection is restored and calls this again.
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
