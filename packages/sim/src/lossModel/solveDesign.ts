import type { Design } from './design.js';
import { nnls } from './nnls.js';

/** Result of a non-negative least-squares fit of some columns. */
export interface Solved {
  /** Amplitude by column number, those above 0. */
  readonly amplitudes: ReadonlyMap<number, number>;
  /** Mean square of the residual. */
  readonly misfit: number;
  /** Indices, among the chosen, of the columns with an amplitude. */
  readonly support: readonly number[];
}

/** Columns of neighbouring rates are almost equal; without a ridge the equations are singular. */
const ridge = 1e-9;

/** Fits some columns of a design. `warm` is the support of a similar fit. */
export function solveDesign(design: Design, chosen: readonly number[], warm?: readonly number[]): Solved {
  const n = chosen.length;
  const { gram, moments } = design.equations(chosen);
  const ridged = gram.slice();
  for (let i = 0; i < n; i++) ridged[i * n + i]! += ridge;
  const x = nnls(ridged, moments, warm);
  let misfit = design.power;
  const support: number[] = [];
  const amplitudes = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    if (x[i] === 0) continue;
    support.push(i);
    amplitudes.set(chosen[i]!, x[i]! / design.scales[chosen[i]!]!);
    misfit -= 2 * x[i]! * moments[i]!;
    for (let j = 0; j < n; j++) misfit += x[i]! * x[j]! * gram[i * n + j]!;
  }
  // A perfect fit leaves a residual from rounding.
  return { amplitudes, support, misfit: Math.max(misfit, 1e-16 * design.power) };
}
