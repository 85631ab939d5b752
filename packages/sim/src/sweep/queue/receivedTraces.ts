import { totalmem } from 'node:os';
import type { QueueConnection } from '../../work/queue/connection.js';
import { type SharedLosses, shareLosses } from '../threads/sharedLosses.js';
import type { SweepJob } from './job.js';
import { traceOf } from './traceBytes.js';

/** Number of expanded runs kept in memory. The shards of a sweep arrive in the order of its runs. */
const kept = 2;

/** The runs of jobs, fetched from Redis by content digest and checked. */
export class ReceivedTraces {
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
