import { randomUUID } from 'node:crypto';
import { WorkError } from '../../work/executor.js';
import type { QueueConnection } from '../../work/queue/connection.js';
import type { SweepTrace } from '../plan.js';
import type { SweepJob } from './job.js';
import { sha256Of, traceBytes } from './traceBytes.js';

/** Seconds that a run stays in Redis after the last sign of life of the sweep. */
const lease = 600;

/**
 * The runs of a sweep in Redis, stored once each by content digest, under keys that expire after this process has
 * ended.
 */
export class SentTraces {
  private readonly name = randomUUID();
  private readonly sent = new Map<SweepTrace, Promise<SweepJob['trace']>>();
  private readonly renewal: NodeJS.Timeout;

  constructor(private readonly connection: QueueConnection) {
    const renew = () => void this.renew().catch(() => {}); // a broken connection is restored
    this.renewal = setInterval(renew, (lease / 20) * 1000);
    // A restarted Redis may have lost everything.
    connection.client.on('ready', renew);
  }

  /** Stores a run in Redis on the first call. Returns its reference. */
  send(trace: SweepTrace): Promise<SweepJob['trace']> {
    const before = this.sent.get(trace);
    if (before) return before;
    const sending = this.put(trace, `fastface:sweep:${this.name}:${this.sent.size}`);
    this.sent.set(trace, sending);
    return sending;
  }

  async forget(): Promise<void> {
    clearInterval(this.renewal);
    for (const trace of this.sent.values()) await this.connection.client.del((await trace).key);
  }

  private async put(trace: SweepTrace, key: string): Promise<SweepJob['trace']> {
    const { client, place } = this.connection;
    const bytes = traceBytes(trace.segment);
    try {
      await client.set(key, bytes, 'EX', lease);
    } catch (error) {
      throw new WorkError(
        `${trace.file}: Redis at ${place} does not take the run (${(error as Error).message})`,
      );
    }
    return { key, sha256: sha256Of(bytes), records: trace.segment.steps.length };
  }

  private async renew(): Promise<void> {
    for (const [trace, sent] of this.sent) {
      const { key } = await sent;
      if ((await this.connection.client.expire(key, lease)) === 0) await this.put(trace, key);
    }
  }
}
