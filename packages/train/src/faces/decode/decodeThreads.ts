import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerScript } from '../../threads/workerScript.js';
import type { Augmenting } from '../augment.js';
import type { ImagePlace } from '../dataset.js';
import type { DecodeJob, DecodeReply } from './decodeThread.js';

/** More read no faster from one disk. */
const mostThreads = 8;

/**
 * Threads that read, decode and augment plain JPEGs of the right size into shared memory while the main thread computes. What
 * they leave undone (other formats, other sizes, damaged images), the main thread does, with its messages. If a
 * thread fails, its images are left undone.
 */
export class DecodeThreads {
  readonly #workers: Worker[];
  readonly #waiting = new Map<number, (done: readonly number[]) => void>();
  #jobs = 0;

  constructor(threads = Math.min(mostThreads, Math.max(1, availableParallelism() - 1))) {
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(workerScript('./decodeThread', import.meta.url));
      worker.unref();
      worker.on('message', ({ id, done }: DecodeReply) => this.#finish(id, done));
      worker.on('error', () => this.close());
      return worker;
    });
  }

  /**
   * Decodes and augments images of size × size pixels, image i into numbers i·size²·3 … of `images` (f32).
   *
   * @returns the images that are done, in no order
   */
  async fill(
    places: readonly ImagePlace[],
    size: number,
    images: SharedArrayBuffer,
    augmenting: Augmenting,
  ): Promise<number[]> {
    const share = Math.ceil(places.length / Math.max(1, this.#workers.length));
    const parts = this.#workers.map((worker, k) => {
      const slots = Array.from(places.keys()).slice(k * share, (k + 1) * share);
      const job = { ...augmenting, size, images, slots, places: slots.map((slot) => places[slot]!) };
      return slots.length === 0 ? [] : this.#ask(worker, job);
    });
    return (await Promise.all(parts)).flat();
  }

  /** Ends the threads; what they have not decoded counts as undone. */
  close(): void {
    for (const worker of this.#workers.splice(0)) worker.terminate();
    for (const id of this.#waiting.keys()) this.#finish(id, []);
  }

  #ask(worker: Worker, job: Omit<DecodeJob, 'id'>): Promise<readonly number[]> {
    const id = this.#jobs++;
    // A thread keeps the process alive only while somebody waits for it.
    for (const each of this.#workers) each.ref();
    worker.postMessage({ ...job, id } satisfies DecodeJob);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #finish(id: number, done: readonly number[]): void {
    this.#waiting.get(id)?.(done);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) for (const worker of this.#workers) worker.unref();
  }
}
