import { connectQueue } from '../../work/queue/connection.js';
import type { ConnectOptions, QueueExecutor } from '../../work/queue/contract.js';
import { queueExecutor } from '../../work/queue/queueExecutor.js';
import { type Batch, configurationsOf } from '../batches.js';
import type { Outcome } from '../outcome.js';
import { type SweepJob, sweepWork } from './job.js';
import { SentTraces } from './sentTraces.js';

/**
 * Evaluates batches with the workers at a queue in Redis. Each batch is a job; the runs are sent separately.
 *
 * @throws WorkError if Redis cannot be used
 */
export async function sweepQueueExecutor(
  url: string,
  options: ConnectOptions,
): Promise<QueueExecutor<Batch, readonly Outcome[]>> {
  const connection = await connectQueue(url, options);
  const executor = await queueExecutor(connection, sweepWork);
  const traces = new SentTraces(connection);
  return {
    ...executor,
    async run(batch) {
      const { trace, variation } = batch.part;
      return executor.run({
        trace: await traces.send(trace),
        scheduler: variation.entry.name,
        context: trace.context,
        configurations: configurationsOf(batch) as SweepJob['configurations'],
      });
    },
    async close() {
      await executor.close();
      await connection.unlessAway(traces.forget());
      connection.close();
    },
  };
}
