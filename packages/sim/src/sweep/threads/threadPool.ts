import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { SweepTask } from '../evaluate.js';
import type { Outcome } from '../outcome.js';

/** What a task leaves behind is little and soon forgotten: without this each thread takes some 30 MiB for it. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/** Threads that evaluate tasks. A thread starts when there is work for it. */
export class ThreadPool {
  private readonly pool: Piscina<SweepTask, Outcome[]>;

  constructor(threads: number) {
    // The file beside this one, as it is: JavaScript once built, TypeScript where the source itself runs.
    const here = fileURLToPath(import.meta.url);
    const filename = fileURLToPath(new URL(`./thread${extname(here)}`, import.meta.url));
    this.pool = new Piscina({
      filename,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 10_000,
      resourceLimits,
    });
  }

  run(task: SweepTask): Promise<Outcome[]> {
    return this.pool.run(task);
  }

  /** Ends the threads at once, whatever they do. */
  close(): Promise<void> {
    return this.pool.destroy();
  }
}
