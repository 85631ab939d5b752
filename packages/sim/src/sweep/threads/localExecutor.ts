import type { Executor } from '../../work/executor.js';
import { moduleBeside, threadExecutor } from '../../work/threadExecutor.js';
import { type Batch, configurationsOf } from '../batches.js';
import type { SweepTask } from '../evaluate.js';
import type { Outcome } from '../outcome.js';
import type { SweepTrace } from '../plan.js';
import { type SharedLosses, shareLosses } from './sharedLosses.js';

/**
 * Threads that evaluate tasks. Tasks produce little garbage, so a small young generation is enough; the default takes
 * about 30 MiB per thread.
 */
export const sweepThreads = (threads: number): Executor<SweepTask, Outcome[]> =>
  threadExecutor(moduleBeside(import.meta.url, './thread'), threads, { maxYoungGenerationSizeMb: 4 });

/** Evaluates batches on the cores of this machine. Only the runs in progress are expanded in memory. */
export function localExecutor(threads: number): Executor<Batch, readonly Outcome[]> {
  const pool = sweepThreads(threads);
  let latest: { trace: SweepTrace; shared: SharedLosses } | null = null;
  return {
    ...pool,
    run(batch) {
      const { trace, variation } = batch.part;
      if (latest?.trace !== trace) latest = { trace, shared: shareLosses(trace.segment) };
      const configurations = configurationsOf(batch);
      return pool.run({
        scheduler: variation.entry.name,
        isModule: variation.entry.module !== undefined,
        context: trace.context,
        ...latest.shared,
        configurations,
      });
    },
  };
}
