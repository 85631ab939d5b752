/** A fitted law with the quality of its fit. */
export interface Candidate<Law> {
  readonly law: Law;
  /** Mean square of the relative error of the fitted rows, beyond their noise; see {@link FitRows.misfit}. */
  readonly misfit: number;
  /** Number of fitted parameters: amplitudes above 0 and others. */
  readonly terms: number;
}
