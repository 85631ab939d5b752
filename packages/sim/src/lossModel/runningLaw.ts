/** A law that is advanced through a run, iteration by iteration. */
export interface RunningLaw {
  /**
   * Writes the expected losses of the next iterations, which all use one rate. losses[i] is the loss before the
   * update of its iteration.
   */
  run(rate: number, losses: Float64Array): void;
  /** Advances by some iterations at one rate. */
  pass(rate: number, iterations: number): void;
  /** An independent copy at the same position. */
  copy(): RunningLaw;
  /** Moves to the position of a copy. */
  become(copy: RunningLaw): void;
}
