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

  readonly all = (own: Float32Array): readonly Float32Array[] => {
    const { index, parties, barrier, slots, length } = this;
    // Two alternating banks: a fast thread may write the next vector while others still read this one, but never the
    // one after.
    this.#bank = 1 - this.#bank;
    const slot = (thread: number) => (2 * thread + this.#bank) * length;
    slots.set(own, slot(index));
    barrier.wait(parties);
    return Array.from({ length: parties }, (_, thread) => {
      const start = slot(thread);
      return slots.subarray(start, start + own.length);
    });
  };
}
