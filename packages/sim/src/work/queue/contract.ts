import type { Executor } from '../executor.js';

/** A kind of work whose jobs and results travel through Redis as JSON. Who asks and who works must agree on it. */
export interface QueuedWork<Job, Result> {
  /** Of the queue, which has jobs of this kind only: `fastface-sweep`. */
  readonly name: string;
  /** Of the program that does the work. A worker refuses jobs of another version, since its results may differ. */
  readonly version: string;
  /** What came over the queue as a job; it may be anything. @throws RangeError that says what is wrong with it */
  readJob(data: unknown): Job;
  /** What came back for this job; it may be anything. @throws RangeError that says what is wrong with it */
  readResult(data: unknown, job: Job): Result;
}

/** How to connect to Redis. */
export interface ConnectOptions {
  /** Told once when the connection breaks and once when it is there again. */
  readonly note: (text: string) => void;
  /** Gives up connecting. */
  readonly signal?: AbortSignal;
}

/** An executor whose jobs are done by whatever workers take them from the queue. */
export interface QueueExecutor<Job, Result> extends Executor<Job, Result> {
  /** Host and port of the Redis, without the password that its address may hold. */
  readonly place: string;
  /** Workers that are there now, on any machine. */
  workers(): Promise<number>;
}

/** How a worker works. */
export interface WorkerOptions {
  /** Jobs at once. */
  readonly concurrency: number;
  /** Seconds after which the jobs of a worker that is silent go to another one. */
  readonly lease: number;
  /** Told after every job: null, or why it was not done. */
  readonly done: (problem: string | null) => void;
}

/** Takes jobs from a queue until it is closed. */
export interface QueueWorker {
  readonly place: string;
  /** Finishes the jobs under way, unless Redis is away, and takes no more. */
  close(): Promise<void>;
}
