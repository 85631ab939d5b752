/** One law that fits, with how well it does. */
export interface Candidate<Law> {
  readonly law: Law;
  /** Mean square of the relative error of the fitted rows, beyond their noise; see {@link FitRows.misfit}. */
  readonly misfit: number;
  /** Amplitudes above 0, and other numbers that were fitted. */
  readonly terms: number;
}
