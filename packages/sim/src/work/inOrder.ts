import type { Executor } from './executor.js';

/**
 * Runs jobs, several at once, and yields each with its result, in the order of the jobs. Jobs are taken from the
 * iterable only when they start, so it may be infinite. At most `executor.atOnce` results are held.
 *
 * @example
 * const double = { atOnce: 2, run: async (n: number) => 2 * n, close: async () => {} };
 * const results: number[] = [];
 * for await (const { result } of inOrder([1, 2, 3], double)) results.push(result);
 * results; // [2, 4, 6]
 */
export async function* inOrder<Job, Result>(
  jobs: Iterable<Job>,
  executor: Executor<Job, Result>,
): AsyncGenerator<{ job: Job; result: Result }> {
  const underWay: { job: Job; result: Promise<Result> }[] = [];
  const oldest = async () => {
    const { job, result } = underWay.shift()!;
    return { job, result: await result };
  };
  for (const job of jobs) {
    const result = executor.run(job);
    // Prevents an unhandled rejection: the error is reported later, when the result is awaited.
    result.catch(() => {});
    underWay.push({ job, result });
    if (underWay.length >= executor.atOnce) yield await oldest();
  }
  while (underWay.length > 0) yield await oldest();
}
