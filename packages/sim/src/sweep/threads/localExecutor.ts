import { type Batch, configurationsOf } from '../batches.js';
import type { Executor } from '../executor.js';
import type { SweepTrace } from '../plan.js';
import { type SharedLosses, shareLosses } from './sharedLosses.js';
import { ThreadPool } from './threadPool.js';

/** Works out batches on the cores of this machine. Only the runs under way are in memory, iteration by iteration. */
export function localExecutor(threads: number): Executor {
  const pool = new ThreadPool(threads);
  let latest: { trace: SweepTrace; shared: SharedLosses } | null = null;
  return {
    atOnce: 2 * threads + 1,
    run(batch: Batch) {
      const { trace, variation } = batch.part;
      if (latest?.trace !== trace) latest = { trace, shared: shareLosses(trace.segment) };
      const configurations = configurationsOf(batch);
      return pool.run({
        scheduler: variation.entry.name,
        context: trace.context,
        ...latest.shared,
        configurations,
      });
    },
    close: () => pool.close(),
  };
}
