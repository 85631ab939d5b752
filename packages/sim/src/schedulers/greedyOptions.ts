import { option } from '@fastface/core';
import type { Mode, ThresholdMode } from './improvement.js';

/** Options of greedyLR; the defaults are those of transformers. */
export interface GreedyOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** `min` for a loss, `max` for an accuracy. Default min. */
  readonly mode?: Mode;
  /** The rate is multiplied by this on a plateau and divided by it on progress, 0 < factor < 1. Default 0.95. */
  readonly factor?: number;
  /** Patience: tolerated consecutive good or bad calls; the next one changes the rate. An integer ≥ 0. Default 10. */
  readonly patience?: number;
  /** How much better a new best must be, ≥ 0. Default 1e-6. */
  readonly threshold?: number;
  /** Threshold relative to the best (`rel`) or in units of the loss (`abs`). Default abs. */
  readonly thresholdMode?: ThresholdMode;
  /** Ignored calls after a reduction, an integer ≥ 0. Default 0. */
  readonly cooldown?: number;
  /** Ignored calls after an increase, an integer ≥ 0. Default 0. It is not a warm-up of the rate. */
  readonly warmup?: number;
  /** Floor of the rate (`min_lr`), ≥ 0. Default 0.001, which is ABOVE the usual rates of Adam. */
  readonly minLearningRate?: number;
  /** Ceiling of the rate (`max_lr`), > 0. Default 1. */
  readonly maxLearningRate?: number;
  /** Changes of at most this size are not made, ≥ 0. Default 1e-8. */
  readonly eps?: number;
  /** Judge a rolling mean instead of each loss. Default false. */
  readonly smooth?: boolean;
  /** Losses in the rolling mean, an integer ≥ 1. Default 50. */
  readonly windowSize?: number;
  /** Number of reductions at the floor before a reset, an integer ≥ 0. Default 500. */
  readonly resetStart?: number;
}

/** The options, checked and with their defaults. */
export const resolveGreedy = (name: string, options: GreedyOptions): Required<GreedyOptions> =>
  option.resolve(name, options, {
    learningRate: [option.checkPositive],
    factor: [option.checkFactor, 0.95],
    patience: [option.integerFrom(0), 10],
    mode: [option.checkOneOf('min', 'max'), 'min'],
    threshold: [option.checkNotNegative, 1e-6],
    thresholdMode: [option.checkOneOf('rel', 'abs'), 'abs'],
    cooldown: [option.integerFrom(0), 0],
    warmup: [option.integerFrom(0), 0],
    minLearningRate: [option.checkNotNegative, 0.001],
    maxLearningRate: [option.checkPositive, 1],
    eps: [option.checkNotNegative, 1e-8],
    smooth: [option.checkBoolean, false],
    windowSize: [option.integerFrom(1), 50],
    resetStart: [option.integerFrom(0), 500],
  });
