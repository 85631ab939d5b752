import * as tf from '@tensorflow/tfjs-core';
import type { Crew } from '../ops/acrossThreads.js';
import type { Barrier } from './barrier.js';

/** One thread's place among `parties` that share `slots`: two banks of one vector of `length` for each thread. */
export class CrewMember implements Crew {
  #bank = 0;

  constructor(
    readonly index: number,
    readonly parties: number,
    readonly batchFactor: number,
    readonly barrier: Barrier,
    readonly slots: Float32Array,
    readonly length: number,
  ) {}

  readonly sum = <T extends tf.Tensor>(own: T): T => {
    const { index, parties, barrier, slots, length } = this;
    // Two banks in turn: who is quick writes the next vector while others still read this one, never the one after.
    this.#bank = 1 - this.#bank;
    const slot = (thread: number) => (2 * thread + this.#bank) * length;
    slots.set(own.dataSync(), slot(index));
    barrier.wait(parties);
    const total = new Float32Array(own.size);
    // In the same order on every thread, so that all get the same bits.
    for (let thread = 0; thread < parties; thread++) {
      const start = slot(thread);
      for (let element = 0; element < total.length; element++) total[element]! += slots[start + element]!;
    }
    return tf.tensor(total, own.shape) as T;
  };
}
