import type { ModelTrace } from './modelTrace.js';
import { walk } from './stretches.js';

/** A running sum that is advanced through a run. */
export interface Annealing {
  readonly sum: number;
  pass(rate: number, iterations: number): void;
}

/**
 * The sum at every `size`-th record of a run, starting in the middle of the first `size` records, because a sum can
 * be expensive.
 */
export function annealingColumn(trace: ModelTrace, annealing: Annealing, size = 1): Float64Array {
  const column = new Float64Array(Math.ceil(trace.steps.length / size));
  const middle = Math.floor(size / 2);
  walk(
    trace,
    ({ rate, iterations }) => annealing.pass(rate, iterations),
    (i) => {
      const row = Math.floor(i / size);
      const last = Math.min(row * size + middle, trace.steps.length - 1);
      if (i === last) column[row] = annealing.sum;
    },
  );
  return column;
}
