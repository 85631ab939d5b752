/** Adds up the milliseconds of pieces of work. */
export class Stopwatch {
  milliseconds = 0;

  time<T>(work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.milliseconds += performance.now() - started;
    }
  }
}
