import type { Executor } from '../executor.js';
import { type Batch, givenOf, type SweepTrace } from '../plan.js';
import { type SharedLosses, shareLosses } from './sharedLosses.js';
import { ThreadPool } from './threadPool.js';

/** Works out batches on the cores of this machine. Only the runs under way are in memory, iteration by iteration. */
export function localExecutor(threads: number): Executor {
  const pool = new ThreadPool(threads);
  let latest: { trace: SweepTrace; shared: SharedLosses } | null = null;
  return {
    atOnce: 2 * threads + 1,
    run({ part, from, to }: Batch) {
      const { trace, variation } = part;
      if (latest?.trace !== trace) latest = { trace, shared: shareLosses(trace.segment) };
      const configurations = givenOf({ part, from, to });
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
