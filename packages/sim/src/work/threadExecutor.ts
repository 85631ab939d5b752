import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResourceLimits } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Executor } from './executor.js';

/**
 * Does jobs on threads of this machine. A thread starts when there is work for it, and ends after ten idle seconds.
 *
 * @param module its default export, `(job) => result`, is what the threads run; jobs and results are cloned, memory in a
 * `SharedArrayBuffer` is shared
 * @param threads how many at most, ≥ 1
 * @param limits of the memory of each thread
 */
export function threadExecutor<Job, Result>(
  module: URL,
  threads: number,
  limits: ResourceLimits = {},
): Executor<Job, Result> {
  const pool = new Piscina<Job, Result>({
    filename: fileURLToPath(module),
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 10_000,
    resourceLimits: limits,
  });
  return {
    // One for each thread, one that waits for each, so that no thread waits for us, and the oldest, which is read.
    atOnce: 2 * threads + 1,
    run: (job) => pool.run(job),
    /** Ends the threads at once, whatever they do. */
    close: () => pool.destroy(),
  };
}

/**
 * The module beside another one: JavaScript once built, TypeScript where the source itself runs.
 *
 * @param from the other's `import.meta.url`
 * @param name without its ending: `./thread`
 * @example
 * moduleBeside('file:///project/dist/pool.js', './thread').href; // 'file:///project/dist/thread.js'
 */
export const moduleBeside = (from: string, name: string): URL =>
  new URL(name + extname(new URL(from).pathname), from);
