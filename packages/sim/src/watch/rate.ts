import type { Watcher } from './watcher.js';

/** What a trainer reads: the rate of its next update. */
export interface Rate {
  /** Step, as the log counts, of the latest loss that is taken into account. */
  readonly step: number | null;
  /** Losses that the scheduler has heard. */
  readonly iteration: number;
  readonly learningRate: number;
  /** The rate as a share of the base rate. */
  readonly scale: number;
  readonly decision: string;
  readonly reason: string;
  /** What the run does; null where nothing can be said. */
  readonly verdict: string | null;
}

/** The rate as it is now; null where no scheduler listens yet. */
export function rateOf(watcher: Watcher): Rate | null {
  const { current, lastStep } = watcher;
  if (current === null) return null;
  const { state, scale, reason } = current;
  const { iteration, learningRate, decision } = state;
  return {
    step: lastStep,
    iteration,
    learningRate,
    scale,
    decision,
    reason,
    verdict: watcher.verdict?.verdict ?? null,
  };
}
