/** Thrown on threads that did not fail themselves. */
export class OtherThreadFailed extends Error {
  constructor() {
    super('a thread has failed');
  }
}

/** A reusable barrier at which all threads wait for each other. It uses three shared 32-bit words. */
export class Barrier {
  static readonly words = 3;
  static readonly #arrived = 0;
  static readonly #generation = 1;
  static readonly #failed = 2;

  constructor(readonly words: Int32Array) {}

  /**
   * Returns when `parties` threads have called it.
   *
   * @throws OtherThreadFailed if a thread has called {@link Barrier.fail}; Error after a timeout of two minutes.
   */
  wait(parties: number): void {
    this.#check();
    const generation = Atomics.load(this.words, Barrier.#generation);
    if (Atomics.add(this.words, Barrier.#arrived, 1) === parties - 1) {
      Atomics.store(this.words, Barrier.#arrived, 0);
      Atomics.add(this.words, Barrier.#generation, 1);
      Atomics.notify(this.words, Barrier.#generation);
    } else {
      // Parts have similar sizes, so the others are usually a few microseconds away. That is less than going to sleep
      // takes.
      for (let spin = 0; spin < 2000; spin++) {
        if (Atomics.load(this.words, Barrier.#generation) !== generation) break;
      }
      // A wake-up is no proof: a late `notify` of the previous generation may wake threads that wait for this one.
      while (Atomics.load(this.words, Barrier.#generation) === generation) {
        const outcome = Atomics.wait(this.words, Barrier.#generation, generation, 120_000);
        if (outcome === 'timed-out') throw new Error('a thread has not answered for two minutes');
      }
    }
    this.#check();
  }

  #check(): void {
    if (Atomics.load(this.words, Barrier.#failed) !== 0) throw new OtherThreadFailed();
  }

  /** Wakes all waiting threads; every wait fails from now on. */
  fail(): void {
    Atomics.store(this.words, Barrier.#failed, 1);
    Atomics.add(this.words, Barrier.#generation, 1);
    Atomics.notify(this.words, Barrier.#generation);
  }
}
