/** A law on its way through a run, one iteration after another. */
export interface RunningLaw {
  /**
   * Writes the expected losses of the next iterations, all updated at one rate: losses[i] is that of an iteration before
   * its own update.
   */
  run(rate: number, losses: Float64Array): void;
  /** Passes iterations at one rate. */
  pass(rate: number, iterations: number): void;
  /** The same place in a run of its own. */
  copy(): RunningLaw;
  /** Goes to where a copy is. */
  become(copy: RunningLaw): void;
}
