import { fromJsonNumber, type JsonNumber, type SchedulerState } from '@fastface/core';

export type Mode = 'min' | 'max';
export type ThresholdMode = 'rel' | 'abs';

/** Options of {@link improvement}. */
export interface Improvement {
  readonly mode: Mode;
  readonly thresholdMode: ThresholdMode;
  readonly threshold: number;
}

/**
 * PyTorch's test for a new best value, which GreedyLR shares. For mode min:
 *
 *     rel   value < best·(1 − threshold)          abs   value < best − threshold
 *
 * and for max the mirror image. NaN is never better. With rel and a NEGATIVE best the limit is on the wrong side: a
 * value slightly worse than the best counts as better, so a flat negative loss improves for ever. A best of null
 * means none yet: any finite value beats it.
 */
export function improvement({ mode, thresholdMode, threshold }: Improvement) {
  const line = lines[thresholdMode][mode];
  const worst = mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return (value: number, best: JsonNumber | null): boolean => {
    const limit = line(best === null ? worst : fromJsonNumber(best), threshold);
    return mode === 'min' ? value < limit : value > limit;
  };
}

const lines = {
  rel: {
    min: (best: number, threshold: number) => best * (1 - threshold),
    max: (best: number, threshold: number) => best * (1 + threshold),
  },
  abs: {
    min: (best: number, threshold: number) => best - threshold,
    max: (best: number, threshold: number) => best + threshold,
  },
};

/** The state after an update that the optimiser skipped: the original schedulers are not called for it. */
export const skip = <State extends SchedulerState>(state: State): State => ({
  ...state,
  iteration: state.iteration + 1,
  decision: 'skip',
});
