/** Something that does jobs: the threads of this machine, or workers on any machines. */
export interface Executor<Job, Result> {
  /** Jobs that it is worth having under way at once. */
  readonly atOnce: number;
  run(job: Job): Promise<Result>;
  /** Gives up what is under way: the promises of those jobs are rejected. */
  close(): Promise<void>;
}
