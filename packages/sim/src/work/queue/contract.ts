import type { Executor } from '../executor.js';

/**
 * A kind of work whose jobs and results travel through Redis as JSON. Executor and workers must use the same
 * contract.
 */
export interface QueuedWork<Job, Result> {
  /** Name of the queue, which contains jobs of this kind only: `fastface-sweep`. */
  readonly name: string;
  /**
   * Version of the program that does the work. A worker refuses jobs of another version, because results may differ.
   */
  readonly version: string;
  /** Parses untrusted data from the queue as a job. @throws RangeError that says what is wrong with it */
  readJob(data: unknown): Job;
  /**
   * Parses untrusted data from the queue as the result of this job. @throws RangeError that says what is wrong with
   * it
   */
  readResult(data: unknown, job: Job): Result;
}

/** How to connect to Redis. */
export interface ConnectOptions {
  /** Called once when the connection breaks and once when it is restored. */
  readonly note: (text: string) => void;
  /** Gives up connecting. */
  readonly signal?: AbortSignal;
}

/** An executor whose jobs are done by the workers at a queue. */
export interface QueueExecutor<Job, Result> extends Executor<Job, Result> {
  /** Host and port of the Redis, without the password that its address may hold. */
  readonly place: string;
  /** Number of connected workers on all machines. */
  workers(): Promise<number>;
}

/** How a worker works. */
export interface WorkerOptions {
  /** Jobs at once. */
  readonly concurrency: number;
  /** Seconds after which the jobs of a silent worker go to another one. */
  readonly lease: number;
  /** Called after every job with null, or with the reason for its failure. */
  readonly done: (problem: string | null) => void;
}

/** Takes jobs from a queue until it is closed. */
export interface QueueWorker {
  readonly place: string;
  /** Takes no more jobs and finishes the running ones, unless Redis is unreachable. */
  close(): Promise<void>;
}
