import type { MultiPowerLaw, TissueLaw } from './annealingLaws.js';
import type { ModelTrace } from './modelTrace.js';
import type { Noise } from './noise.js';
import type { SpectralLaw } from './spectralLaw.js';

/** A law of the loss as a function of the learning rates so far. */
export type Law = SpectralLaw | TissueLaw | MultiPowerLaw;

/** Their names. */
export const lawNames = ['spectral', 'tissue', 'multi-power'] as const;

/** A law with its share in the model's word. */
export interface Weighed {
  readonly law: Law;
  /** Shares of all variants add up to 1. */
  readonly weight: number;
}

/** What a loss model was fitted to: outside of it, it extrapolates. */
export interface FittedRange {
  /** Mean square of the best variant's relative error over the fitted rows. */
  readonly misfit: number;
  /** Least and largest rate, 0 left out. */
  readonly rates: readonly [least: number, largest: number];
  /** Longest run in intrinsic time S = Σ η. */
  readonly time: number;
  /** Longest run in iterations. */
  readonly iterations: number;
}

/** A law with an assumption that the runs can hardly tell from the model's own. */
export interface Alternative {
  /** What is assumed, such as `memory power 0.5`. */
  readonly name: string;
  readonly misfit: number;
  readonly law: Law;
}

/**
 * Loss as a function of the learning-rate history, with what is not known about it: variants that fit about equally
 * well, noise, and the runs that it was fitted to.
 */
export interface LossModel {
  /** η₀: the largest rate of the runs. */
  readonly baseRate: number;
  /** Iterations of an epoch; null where the model knows of none. */
  readonly epochLength: number | null;
  /** Laws that fit about equally well; the model's word is their mean. */
  readonly variants: readonly Weighed[];
  /** Other assumptions, each fitted by itself, to show how much hangs on them. */
  readonly alternatives: readonly Alternative[];
  readonly noise: Noise;
  readonly fitted: FittedRange;
  readonly traces: readonly ModelTrace[];
}
