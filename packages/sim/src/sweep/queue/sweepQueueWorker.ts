import { totalmem } from 'node:os';
import type { QueueConnection } from '../../work/queue/connection.js';
import { connectQueue } from '../../work/queue/connection.js';
import type { ConnectOptions, QueueWorker, WorkerOptions } from '../../work/queue/contract.js';
import { queueWorker } from '../../work/queue/queueWorker.js';
import { sweepThreads } from '../threads/localExecutor.js';
import { type SharedLosses, shareLosses } from '../threads/sharedLosses.js';
import type { SweepJob } from './job.js';
import { sweepWork } from './job.js';
import { traceOf } from './traceBytes.js';

/** Number of expanded runs kept in memory. The shards of a sweep arrive in the order of its runs. */
const kept = 2;

/** The runs of jobs, fetched from Redis by content digest and checked. */
class ReceivedTraces {
  private readonly traces = new Map<string, Promise<SharedLosses>>();

  constructor(private readonly connection: QueueConnection) {}

  /** @throws RangeError if it is no run, or too long; Error if it is not there (yet) */
  get(trace: SweepJob['trace']): Promise<SharedLosses> {
    const known = this.traces.get(trace.sha256);
    if (known) return known;
    const loading = this.load(trace);
    this.traces.set(trace.sha256, loading);
    loading.catch(() => this.traces.delete(trace.sha256));
    for (const oldest of [...this.traces.keys()].slice(0, -kept)) this.traces.delete(oldest);
    return loading;
  }

  private async load({ key, records, sha256 }: SweepJob['trace']): Promise<SharedLosses> {
    const bytes = await this.connection.client.getBuffer(key);
    // Not a RangeError, so the job is retried: the sweep sends a lost run to Redis again.
    if (bytes === null) throw new Error('the sweep that asked for this is gone');
    const segment = traceOf(bytes, records, sha256);
    const iterations = segment.steps.at(-1)! - segment.steps[0]! + 1;
    if (8 * iterations > totalmem() / 4)
      throw new RangeError(`a run of ${iterations} iterations is too long for this machine`);
    return shareLosses(segment);
  }
}

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
