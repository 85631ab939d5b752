import {
  checkBoolean,
  checkFactor,
  checkInteger,
  checkKnown,
  checkNotNegative,
  checkOneOf,
  checkPositive,
} from './check.js';
import { improvement, type Mode, type ThresholdMode } from './improvement.js';

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

/** Checks the options and fills in the defaults. */
export function resolveGreedy(name: string, options: GreedyOptions) {
  checkKnown(name, options, known);
  const mode = checkOneOf('mode', options.mode ?? 'min', ['min', 'max']);
  const thresholdMode = checkOneOf('thresholdMode', options.thresholdMode ?? 'abs', ['rel', 'abs']);
  const threshold = checkNotNegative('threshold', options.threshold ?? 1e-6);
  const resolved = {
    learningRate: checkPositive('learningRate', options.learningRate),
    factor: checkFactor('factor', options.factor ?? 0.95),
    patience: checkInteger('patience', options.patience ?? 10, 0),
    mode,
    threshold,
    thresholdMode,
    cooldown: checkInteger('cooldown', options.cooldown ?? 0, 0),
    warmup: checkInteger('warmup', options.warmup ?? 0, 0),
    minLearningRate: checkNotNegative('minLearningRate', options.minLearningRate ?? 0.001),
    maxLearningRate: checkPositive('maxLearningRate', options.maxLearningRate ?? 1),
    eps: checkNotNegative('eps', options.eps ?? 1e-8),
    smooth: checkBoolean('smooth', options.smooth ?? false),
    windowSize: checkInteger('windowSize', options.windowSize ?? 50, 1),
    resetStart: checkInteger('resetStart', options.resetStart ?? 500, 0),
  };
  return { resolved, isBetter: improvement(mode, thresholdMode, threshold) };
}

const known = [
  'learningRate',
  'mode',
  'factor',
  'patience',
  'threshold',
  'thresholdMode',
  'cooldown',
  'warmup',
  'minLearningRate',
  'maxLearningRate',
  'eps',
  'smooth',
  'windowSize',
  'resetStart',
];
