import type { Scheduler } from '@fastface/core';
import type { LossModel } from './lossModel.js';
import { type SimulateOptions, type Simulation, simulate } from './simulate.js';
import { type SimulationSummary, summarize } from './summary.js';

/** Simulated result for one set of options. */
export interface Recommendation {
  /** The options that differ between the candidates. */
  readonly varied: Readonly<Record<string, unknown>>;
  readonly summary: SimulationSummary;
  readonly simulation: Simulation;
  /** Share of the seeds in which the best candidate ends lower. */
  readonly worseIn: number;
  /**
   * True if it cannot be distinguished from the best: it is worse in fewer than nine tenths of the seeds, or by less
   * than 1 %.
   */
  readonly tied: boolean;
}

/** A candidate: a scheduler and its options. */
export interface Candidate {
  readonly varied: Readonly<Record<string, unknown>>;
  readonly scheduler: Scheduler;
}

/** Smaller differences, as a share of the loss, are ignored. */
const negligible = 0.01;

/**
 * Ranks candidates by their simulated final loss, best first. Each seed gives all candidates the same noise and the
 * same variant, so differences are not random.
 *
 * Equally good models differ by 10 to 30 % in the final loss of a schedule that was never run: use the ranking to
 * decide what to try first.
 *
 * @param model from `fitLossModel`
 * @param candidates schedulers with their options
 * @param options as of `simulate`
 * @throws RangeError as `simulate` does
 * @example
 * import { fastface } from '@fastface/core';
 * import { fitLossModel, modelTrace, recommend } from '@fastface/sim';
 *
 * const losses = Float64Array.from({ length: 2000 }, (_, t) => (t < 1000 ? 1.3 : 1) + 2 / Math.sqrt(1 + t / 50));
 * const learningRates = losses.map((_, t) => (t < 1000 ? 0.1 : 0.02));
 * const segment = { steps: losses.map((_, t) => t + 1), losses, learningRates, plannedSteps: null, run: null };
 * const model = fitLossModel([modelTrace(segment, 'my run', 'sampled')]);
 * const candidates = [50, 900].map((patience) => ({
 *   varied: { patience },
 *   scheduler: fastface({ learningRate: 0.1, patience, alpha: 0.02, beta: 0.02, threshold: 1e-3 }),
 * }));
 * const ranking = recommend(model, candidates, { totalSteps: 2000, seeds: 4 });
 * ranking.length; // 2
 * ranking[0]!.tied; // true
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
