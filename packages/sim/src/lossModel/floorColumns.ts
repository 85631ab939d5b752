import type { ModelTrace } from './modelTrace.js';
import { walk } from './stretches.js';

/**
 * Columns of the noise floor at the records of a run, for every relaxation rate h and floor power q, grouped by q:
 *
 *     n ← n + (1 − e^−hη)·((η/η₀)^q − n)        at rest n = (η/η₀)^q, and so it starts
 */
export function floorColumns(
  trace: ModelTrace,
  baseRate: number,
  relaxations: readonly number[],
  powers: readonly number[],
): Float64Array[] {
  const columns = powers.flatMap(() => relaxations.map(() => new Float64Array(trace.steps.length)));
  const levels = columns.map(
    (_, c) => (trace.rates[0]! / baseRate) ** powers[Math.floor(c / relaxations.length)]!,
  );
  let kept = relaxations.map(() => 1);
  let targets = powers.map(() => 1);
  let last = { iterations: Number.NaN, rate: Number.NaN };
  walk(
    trace,
    (stretch) => {
      const { iterations, rate } = stretch;
      // Most stretches equal the previous one.
      if (iterations !== last.iterations || rate !== last.rate)
        kept = relaxations.map((h) => Math.exp(-h * rate * iterations));
      if (rate !== last.rate) targets = powers.map((q) => (rate / baseRate) ** q);
      last = stretch;
      for (let p = 0, c = 0; p < powers.length; p++) {
        for (let j = 0; j < kept.length; j++, c++)
          levels[c] = targets[p]! + kept[j]! * (levels[c]! - targets[p]!);
      }
    },
    (i) => {
      for (let c = 0; c < columns.length; c++) columns[c]![i] = levels[c]!;
    },
  );
  return columns;
}
