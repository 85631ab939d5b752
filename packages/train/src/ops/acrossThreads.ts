import * as tf from '@tensorflow/tfjs-core';

/** What a thread knows of the others that work on parts of the same batch. */
export interface Crew {
  /** The whole batch's pictures for each of this thread's. */
  readonly batchFactor: number;
  /** A vector from every thread, in the same order on each; all wait for each other. */
  all(own: Float32Array): readonly Float32Array[];
}

const alone: Crew = { batchFactor: 1, all: (own) => [own] };
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

/** The sum over all threads of a vector that each has, the same bits on each. */
export function sumAcrossThreads<T extends tf.Tensor>(own: T): T {
  if (current === alone) return own;
  const [first, ...others] = current.all(own.dataSync<'float32'>());
  return tf.tensor(added(first!, others), own.shape) as T;
}

/** Element by element. */
export function added(first: Float32Array, others: readonly Float32Array[]): Float32Array {
  const total = Float32Array.from(first);
  for (const other of others) for (const [index, value] of other.entries()) total[index]! += value;
  return total;
}
