import { randomUUID } from 'node:crypto';
import type { Job, Queue, QueueEvents } from 'bullmq';
import { type Batch, configurationsOf } from '../batches.js';
import type { Executor } from '../executor.js';
import type { Outcome } from '../outcome.js';
import type { SweepTrace } from '../plan.js';
import { SweepError } from '../sweepError.js';
import { readOutcomes, type SweepJob } from './job.js';
import { type ConnectionNote, connect, type QueueConnection, queueName } from './redis.js';
import { sha256Of, traceBytes } from './traceBytes.js';

/** Seconds that a run stays in Redis after the last sign of life of the sweep. */
const lease = 600;

/**
 * Works out batches with whatever workers take them from a queue in Redis. Each batch is a job; the runs travel by their
 * content, once each, under keys that expire when this process is gone.
 */
export class QueueExecutor implements Executor {
  readonly atOnce = 256;
  private readonly name = randomUUID();
  private readonly sent = new Map<SweepTrace, Promise<SweepJob['trace']>>();
  private readonly underWay = new Set<Job>();
  private readonly renewal: NodeJS.Timeout;
  private readonly lost: Promise<never>;
  private lose: (error: SweepError) => void = () => {};

  private constructor(
    private readonly connection: QueueConnection,
    private readonly queue: Queue,
    private readonly events: QueueEvents,
  ) {
    queue.setMaxListeners(0);
    // They connect again by themselves.
    queue.on('error', () => {});
    events.on('error', () => {});
    this.lost = new Promise((_, reject) => {
      this.lose = reject;
    });
    this.lost.catch(() => {});
    this.renewal = setInterval(() => this.renew(), (lease / 20) * 1000);
    // A Redis that was started again may have forgotten everything.
    connection.client.on('ready', () => this.renew());
  }

  /** @throws SweepError if Redis cannot be used */
  static async open(url: string, note: ConnectionNote): Promise<QueueExecutor> {
    const connection = await connect(url, note);
    const { bullmq, client } = connection;
    const queue = new bullmq.Queue(queueName, { connection: client });
    const events = new bullmq.QueueEvents(queueName, { connection: client.duplicate() });
    await events.waitUntilReady();
    return new QueueExecutor(connection, queue, events);
  }

  get place(): string {
    return this.connection.place;
  }

  /** Workers that are there now, on any machine. */
  workers(): Promise<number> {
    return this.queue.getWorkersCount();
  }

  async run(batch: Batch): Promise<readonly Outcome[]> {
    const { trace, variation } = batch.part;
    const configurations = configurationsOf(batch) as SweepJob['configurations'];
    const data: SweepJob = {
      version: 1,
      trace: await this.send(trace),
      scheduler: variation.entry.name,
      context: trace.context,
      configurations,
    };
    const age = 3600; // an abandoned job is not kept longer
    const job = await this.queue.add('shard', data, { removeOnFail: { age }, removeOnComplete: { age } });
    this.underWay.add(job);
    try {
      const result = await Promise.race([job.waitUntilFinished(this.events), this.lost]);
      return readOutcomes(result, configurations.length);
    } catch (error) {
      if (error instanceof SweepError) throw error;
      throw new SweepError(`a worker could not do its part of the sweep: ${(error as Error).message}`);
    } finally {
      this.underWay.delete(job);
      await job.remove().catch(() => {});
    }
  }

  async close(): Promise<void> {
    clearInterval(this.renewal);
    const { queue, events, connection } = this;
    await Promise.all([...this.underWay].map((job) => job.remove().catch(() => {})));
    for (const trace of this.sent.values()) await connection.client.del((await trace).key).catch(() => {});
    await Promise.all([queue.close(), events.close()].map((closed) => closed.catch(() => {})));
    connection.close();
  }

  /** Puts a run into Redis, the first time. */
  private send(trace: SweepTrace): Promise<SweepJob['trace']> {
    const { client, place } = this.connection;
    const before = this.sent.get(trace);
    if (before) return before;
    const bytes = traceBytes(trace.segment);
    const key = `fastface:sweep:${this.name}:${this.sent.size}`;
    const sending = client.set(key, bytes, 'EX', lease).then(
      () => ({ key, sha256: sha256Of(bytes), records: trace.segment.steps.length }),
      (error: Error) => {
        throw new SweepError(`${trace.file}: Redis at ${place} does not take the run (${error.message})`);
      },
    );
    this.sent.set(trace, sending);
    return sending;
  }

  private async renew(): Promise<void> {
    const { client, place } = this.connection;
    for (const trace of this.sent.values()) {
      const { key } = await trace;
      const kept = await client.expire(key, lease).catch(() => 1);
      if (kept === 0)
        this.lose(
          new SweepError(`Redis at ${place} has forgotten the sweep; the same command goes on with it`),
        );
    }
  }
}
