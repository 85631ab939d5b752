/** Adds up the milliseconds of pieces of work. */
export class Stopwatch {
  milliseconds = 0;

  async wait<T>(work: T): Promise<Awaited<T>> {
    const started = performance.now();
    try {
      return await work;
    } finally {
      this.milliseconds += performance.now() - started;
    }
  }

  time<T>(work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.milliseconds += performance.now() - started;
    }
  }
}
