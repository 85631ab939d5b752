import { totalmem } from 'node:os';
import type { Job, Worker } from 'bullmq';
import type { Outcome } from '../outcome.js';
import { type SharedLosses, shareLosses } from '../threads/sharedLosses.js';
import { ThreadPool } from '../threads/threadPool.js';
import { readJob, type SweepJob } from './job.js';
import { type ConnectionNote, connect, type QueueConnection, queueName } from './redis.js';
import { traceOf } from './traceBytes.js';

/** Runs that stay spread out in memory: shards of one sweep come in the order of its runs. */
const cachedTraces = 2;

export interface WorkerOptions {
  readonly threads: number;
  /** Seconds after which the shards of a worker that is silent go to another one. */
  readonly lease: number;
  readonly note: ConnectionNote;
}

/**
 * Takes shards of sweeps from a queue in Redis until it is closed. What comes over the queue is checked before use, and
 * nothing of it names a file, a program or an address. A worker that dies loses its lock within seconds, and another
 * one gets the shard.
 */
export class QueueWorker {
  private readonly traces = new Map<string, Promise<SharedLosses>>();
  private readonly worker: Worker;

  private constructor(
    private readonly connection: QueueConnection,
    private readonly pool: ThreadPool,
    { threads, lease }: WorkerOptions,
  ) {
    this.worker = new connection.bullmq.Worker(queueName, (job: Job) => this.work(job.data), {
      connection: connection.client,
      concurrency: threads,
      lockDuration: lease * 1000,
      stalledInterval: lease * 500,
      // A shard that takes three workers with it is not given to a fourth.
      maxStalledCount: 3,
    });
    this.worker.on('error', () => {}); // it connects again by itself
  }

  /** @throws SweepError if Redis cannot be used */
  static async open(url: string, options: WorkerOptions): Promise<QueueWorker> {
    return new QueueWorker(await connect(url, options.note), new ThreadPool(options.threads), options);
  }

  get place(): string {
    return this.connection.place;
  }

  onShard(done: (problem: string | null) => void): void {
    this.worker.on('completed', () => done(null));
    this.worker.on('failed', (_, error) => done(error.message));
  }

  /** Finishes the shards under way and takes no more. */
  async close(): Promise<void> {
    await this.worker.close();
    await this.pool.close();
    this.connection.close();
  }

  private async work(data: unknown): Promise<Outcome[]> {
    const { trace, scheduler, context, configurations } = readJob(data);
    const shared = await this.lossesOf(trace);
    return this.pool.run({ scheduler, context, configurations, ...shared });
  }

  private lossesOf(trace: SweepJob['trace']): Promise<SharedLosses> {
    const known = this.traces.get(trace.sha256);
    if (known) return known;
    const loading = this.load(trace);
    this.traces.set(trace.sha256, loading);
    loading.catch(() => this.traces.delete(trace.sha256));
    for (const oldest of [...this.traces.keys()].slice(0, -cachedTraces)) this.traces.delete(oldest);
    return loading;
  }

  private async load({ key, records, sha256 }: SweepJob['trace']): Promise<SharedLosses> {
    const bytes = await this.connection.client.getBuffer(key);
    if (bytes === null) throw new RangeError('the sweep that asked for this is gone');
    const segment = traceOf(bytes, records, sha256);
    const iterations = segment.steps.at(-1)! - segment.steps[0]! + 1;
    if (8 * iterations > totalmem() / 4)
      throw new RangeError(`a run of ${iterations} iterations is too long for this machine`);
    return shareLosses(segment);
  }
}
