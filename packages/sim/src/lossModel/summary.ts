import { quantileSorted } from 'd3-array';
import type { Simulation } from './simulate.js';

/** Median over the seeds, and the bounds of the middle eight tenths. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The k-th change of the rate over the seeds. */
export interface CutSpread {
  /** Step, in the log's numbering. */
  readonly step: Spread;
  /** Median rate after it. */
  readonly rate: number;
  /** Share of the seeds with this number of changes. */
  readonly share: number;
}

/** Summary of the runs of a simulation. */
export interface SimulationSummary {
  /** Changes that occur in at least half of the seeds. */
  readonly cuts: readonly CutSpread[];
  /** Number of changes of a run. */
  readonly count: Spread;
  readonly finalLoss: Spread;
  /** Level of the loss over equal stretches of the run: middle step and spread. */
  readonly levels: readonly (Spread & { readonly step: number })[];
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  // Quantile i/(n + 1) of n values: between the bounds of few seeds lie eight tenths of other runs, too.
  const at = (share: number) => {
    const place = ((sorted.length + 1) * share - 1) / (sorted.length - 1 || 1);
    return quantileSorted(sorted, Math.min(Math.max(place, 0), 1)) ?? Number.NaN;
  };
  return { low: at(0.1), median: at(0.5), high: at(0.9) };
}

/**
 * Summarises a simulation by medians and the middle eight tenths over the seeds. A scheduler that changes the rate at
 * every iteration has no separate cuts.
 *
 * @param simulation from `simulate`
 * @example
 * import { fastface } from '@fastface/core';
 * import { fitLossModel, modelTrace, simulate, summarize } from '@fastface/sim';
 *
 * const losses = Float64Array.from({ length: 2000 }, (_, t) => (t < 1000 ? 1.3 : 1) + 2 / Math.sqrt(1 + t / 50));
 * const learningRates = losses.map((_, t) => (t < 1000 ? 0.1 : 0.02));
 * const segment = { steps: losses.map((_, t) => t + 1), losses, learningRates, plannedSteps: null, run: null };
 * const model = fitLossModel([modelTrace(segment, 'my run', 'sampled')]);
 * const scheduler = fastface({ learningRate: 0.1, patience: 100, alpha: 0.02, beta: 0.02, threshold: 1e-3 });
 * const { cuts, finalLoss } = summarize(simulate(model, scheduler, { totalSteps: 2000, seeds: 4 }));
 * cuts[0]!.share; // 1
 * finalLoss.low <= finalLoss.median && finalLoss.median <= finalLoss.high; // true
 */
export function summarize({ runs, totalSteps, firstStep }: Simulation): SimulationSummary {
  const counts = runs.map(({ changes }) => changes.length);
  const typical = spreadOf(counts).median;
  const listed = typical > 200 ? 0 : Math.floor(typical);
  const stretches = runs[0]!.levels.length;
  return {
    count: spreadOf(counts),
    finalLoss: spreadOf(runs.map(({ finalLoss }) => finalLoss)),
    cuts: Array.from({ length: listed }, (_, k) => {
      const made = runs.flatMap(({ changes }) => changes[k] ?? []);
      return {
        step: spreadOf(made.map(({ iteration }) => firstStep + iteration)),
        rate: spreadOf(made.map(({ to }) => to)).median,
        share: made.length / runs.length,
      };
    }),
    levels: Array.from({ length: stretches }, (_, i) => ({
      step: firstStep + ((i + 0.5) * totalSteps) / stretches,
      ...spreadOf(runs.map(({ levels }) => levels[i]!).filter(Number.isFinite)),
    })).filter(({ median }) => Number.isFinite(median)),
  };
}
