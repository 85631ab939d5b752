import type { MultiPowerLaw, TissueLaw } from './annealingLaws.js';
import type { ModelTrace } from './modelTrace.js';
import type { Noise } from './noise.js';
import type { SpectralLaw } from './spectralLaw.js';

/** A law of the loss as a function of the learning rates so far. */
export type Law = SpectralLaw | TissueLaw | MultiPowerLaw;

/** Their names. */
export const lawNames = ['spectral', 'tissue', 'multi-power'] as const;

/** A law with its weight in the model's prediction. */
export interface Weighed {
  readonly law: Law;
  /** Shares of all variants add up to 1. */
  readonly weight: number;
}

/** The range of the fitted runs: outside of it the model extrapolates. */
export interface FittedRange {
  /** Mean square of the best variant's relative error over the fitted rows. */
  readonly misfit: number;
  /** Smallest and largest rate, ignoring 0. */
  readonly rates: readonly [least: number, largest: number];
  /** Longest run in intrinsic time S = Σ η. */
  readonly time: number;
  /** Longest run in iterations. */
  readonly iterations: number;
}

/** A law under another assumption that the runs can hardly distinguish from the model's own. */
export interface Alternative {
  /** The assumption, such as `memory power 0.5`. */
  readonly name: string;
  readonly misfit: number;
  readonly law: Law;
}

/**
 * Loss as a function of the learning-rate history, with its uncertainty: variants that fit about equally well, noise,
 * and the fitted runs.
 */
export interface LossModel {
  /** η₀: the largest rate of the runs. */
  readonly baseRate: number;
  /** Iterations per epoch; null without epochs. */
  readonly epochLength: number | null;
  /** Laws that fit about equally well; the model predicts their weighted mean. */
  readonly variants: readonly Weighed[];
  /** Other assumptions, each fitted separately, to show how much depends on them. */
  readonly alternatives: readonly Alternative[];
  readonly noise: Noise;
  readonly fitted: FittedRange;
  readonly traces: readonly ModelTrace[];
}
