import { lengthOf, type ModelTrace, strideOfTrace } from './modelTrace.js';
import { logGrid } from './modes.js';
import { intrinsicTimes } from './stretches.js';

/**
 * Candidate rates of the modes of a fit. All are derived from the runs, so a model does not depend on the units of
 * the learning rate, the loss or the step.
 */
export interface SpectralGrids {
  /** g of plain modes: faster than a thirtieth of the run, because the power law represents the slow part. */
  readonly decays: readonly number[];
  /** g of delayed modes, from slower than the run to one record. */
  readonly delayed: readonly number[];
  /** h: from modes that had time to relax below the base rate, to an eighth of a record. */
  readonly relaxations: readonly number[];
  /** μ: from almost no forgetting within an epoch to complete forgetting within five hundredths of it. */
  readonly forgettings: readonly number[];
  readonly exponents: readonly number[];
  readonly scales: readonly number[];
}

/** Grids for some runs with a base rate and, perhaps, an epoch length in iterations. */
export function spectralGrids(
  traces: readonly ModelTrace[],
  baseRate: number,
  epochLength: number | null,
): SpectralGrids {
  const longest = Math.max(...traces.map((trace) => intrinsicTimes(trace).at(-1)!));
  const record = baseRate * Math.min(...traces.map(strideOfTrace));
  const below = Math.max(...traces.map((trace) => timeBelow(trace, 0.9 * baseRate)));
  return {
    decays: 30 / longest < 1 / record ? logGrid(30 / longest, 1 / record, 8) : [],
    delayed: logGrid(0.6 / longest, 2 / record, 14),
    // A run does not determine the final level of a mode that has not relaxed at a lower rate.
    relaxations: below > 0 ? logGrid(0.5 / below, Math.max(8 / record, 4 / below), 16) : [],
    forgettings:
      epochLength === null || traces.every((trace) => lengthOf(trace) <= epochLength)
        ? []
        : logGrid(0.5 / (epochLength * baseRate), 500 / (epochLength * baseRate), 8),
    exponents: Array.from({ length: 22 }, (_, i) => 0.1 + 0.05 * i),
    scales: logGrid(0.01 * longest, 2 * longest, 10),
  };
}

/** Intrinsic time that a run spends below a rate. */
function timeBelow(trace: ModelTrace, rate: number): number {
  const times = intrinsicTimes(trace);
  let sum = 0;
  for (let i = 1; i < times.length; i++) if (trace.rates[i]! < rate) sum += times[i]! - times[i - 1]!;
  return sum;
}
