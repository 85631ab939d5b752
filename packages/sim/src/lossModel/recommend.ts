import type { Scheduler } from '@fastface/core';
import type { LossModel } from './lossModel.js';
import { type SimulateOptions, type Simulation, simulate } from './simulate.js';
import { type SimulationSummary, summarize } from './summary.js';

/** Options of a scheduler that a model was asked about. */
export interface Recommendation {
  /** The options that differ between the candidates. */
  readonly varied: Readonly<Record<string, unknown>>;
  readonly summary: SimulationSummary;
  readonly simulation: Simulation;
  /** Share of the seeds in which the best candidate ends lower. */
  readonly worseIn: number;
  /** Whether the model cannot tell it from the best: it is worse in fewer than nine tenths of the seeds, or by less than 1 %. */
  readonly tied: boolean;
}

/** A candidate: a scheduler with the options that make it one. */
export interface Candidate {
  readonly varied: Readonly<Record<string, unknown>>;
  readonly scheduler: Scheduler;
}

/** Differences below this share of the loss are no reason for anything. */
const negligible = 0.01;

/**
 * Candidates by the final loss that a model expects of them, best first. All are simulated with the same noise and the same
 * variants, seed by seed, so that differences between them are not luck.
 */
export function recommend(
  model: LossModel,
  candidates: readonly Candidate[],
  options: SimulateOptions,
): Recommendation[] {
  const done = candidates.map(({ varied, scheduler }, i) => {
    const simulation = simulate(model, scheduler, { ...options, stretches: 1 });
    options.onProgress?.((i + 1) / candidates.length);
    return { varied, simulation, summary: summarize(simulation) };
  });
  done.sort((a, b) => a.summary.finalLoss.median - b.summary.finalLoss.median);
  const best = done[0]!;
  return done.map((one) => {
    const worse = one.simulation.runs.filter(
      ({ finalLoss }, seed) => finalLoss > best.simulation.runs[seed]!.finalLoss,
    ).length;
    const worseIn = worse / one.simulation.runs.length;
    const difference = one.summary.finalLoss.median / best.summary.finalLoss.median - 1;
    return { ...one, worseIn, tied: worseIn < 0.9 || difference < negligible };
  });
}
