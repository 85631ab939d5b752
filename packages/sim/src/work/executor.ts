/** Runs jobs on the threads of this machine or on workers on any machines. */
export interface Executor<Job, Result> {
  /** Useful number of concurrent jobs. */
  readonly atOnce: number;
  run(job: Job): Promise<Result>;
  /** Aborts the running jobs: their promises are rejected. */
  close(): Promise<void>;
}

/** Something outside that stops the work, told in one line: what, where, and what to do. */
export class WorkError extends Error {}
