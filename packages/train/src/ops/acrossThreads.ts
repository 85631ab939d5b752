import type * as tf from '@tensorflow/tfjs-core';

/** What a thread knows of the others that work on parts of the same batch. */
export interface Crew {
  /** The whole batch's pictures for each of this thread's. */
  readonly batchFactor: number;
  /** The sum over all threads of a vector that each has; every thread gets it, and waits for it. */
  sum<T extends tf.Tensor>(own: T): T;
}

const alone: Crew = { batchFactor: 1, sum: (own) => own };
let current = alone;

/** Runs `work` as one of a crew: batch normalisation then takes its statistics over the whole batch. */
export function asCrew<T>(crew: Crew, work: () => T): T {
  current = crew;
  try {
    return work();
  } finally {
    current = alone;
  }
}

export const crew = (): Crew => current;
