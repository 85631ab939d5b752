import {
  check,
  checkFactor,
  checkFinite,
  checkInteger,
  checkKnown,
  checkNotNegative,
  checkPositive,
  checkWeight,
} from './check.js';

/** Options of the FastFace family. The defaults are the published ones (arXiv 2404.11118). */
export interface FastFaceOptions {
  /** Learning rate of the first update, > 0. Default 0.02 (published for a batch of 128 faces). */
  readonly learningRate?: number;
  /** Iterations planned for the whole run; needed unless `patience` is given. */
  readonly totalSteps?: number;
  /** Weight of the newest loss in the first EMA, 0 < alpha ≤ 1. Default 0.001: a memory of 1,000 iterations. */
  readonly alpha?: number;
  /** Weight of the newest decrease in the second EMA, 0 < beta ≤ 1. Default 0.001. */
  readonly beta?: number;
  /**
   * λ: an iteration is stationary when the trend is below this, in units of loss per iteration. Default 5e-5. It is
   * an absolute number: it depends on the units of the loss.
   */
  readonly threshold?: number;
  /** τ: patience as a fraction of `totalSteps`, patience = floor(τ·totalSteps). Default 0.05. */
  readonly patienceFraction?: number;
  /**
   * Number of consecutive stationary iterations that are tolerated; the next one reduces the rate. An integer ≥ 0.
   * Replaces `patienceFraction`.
   */
  readonly patience?: number;
  /** New rate = old rate × factor, 0 < factor < 1. Default 0.5. */
  readonly factor?: number;
  /** Maximum number of reductions, an integer ≥ 0. Default 8. */
  readonly maxReductions?: number;
  /** The rate never falls below this, 0 ≤ minLearningRate ≤ learningRate. Default 0. */
  readonly minLearningRate?: number;
  /** w: half-width of the Haar kernel in iterations, an integer ≥ 1. Default 1. */
  readonly haarWidth?: number;
  /** Iterations after a reduction that do not count as stationary, an integer ≥ 0. Default 0. */
  readonly cooldown?: number;
}

/** Checked options with every default filled in and the patience in iterations. */
export interface ResolvedOptions {
  readonly learningRate: number;
  readonly alpha: number;
  readonly beta: number;
  readonly threshold: number;
  readonly patience: number;
  readonly factor: number;
  readonly maxReductions: number;
  readonly minLearningRate: number;
  readonly haarWidth: number;
  readonly cooldown: number;
}

const known = [
  'learningRate',
  'totalSteps',
  'alpha',
  'beta',
  'threshold',
  'patienceFraction',
  'patience',
  'factor',
  'maxReductions',
  'minLearningRate',
  'haarWidth',
  'cooldown',
] as const;

/** Checks options and fills in the defaults. `without` lists options that this scheduler does not have. */
export function resolveOptions(
  scheduler: string,
  options: FastFaceOptions,
  without: readonly string[] = [],
): ResolvedOptions {
  checkKnown(
    scheduler,
    options,
    known.filter((option) => !without.includes(option)),
  );
  const learningRate = checkPositive('learningRate', options.learningRate ?? 0.02);
  const minLearningRate = checkNotNegative('minLearningRate', options.minLearningRate ?? 0);
  check(
    minLearningRate <= learningRate,
    'minLearningRate',
    minLearningRate,
    `at most ${learningRate}, the learningRate`,
  );
  return {
    learningRate,
    alpha: checkWeight('alpha', options.alpha ?? 0.001),
    beta: checkWeight('beta', options.beta ?? 0.001),
    threshold: checkFinite('threshold', options.threshold ?? 5e-5),
    patience: resolvePatience(options.patience, options.patienceFraction, options.totalSteps, 0.05),
    factor: checkFactor('factor', options.factor ?? 0.5),
    maxReductions: checkInteger('maxReductions', options.maxReductions ?? 8, 0),
    minLearningRate,
    haarWidth: checkInteger('haarWidth', options.haarWidth ?? 1, 1),
    cooldown: checkInteger('cooldown', options.cooldown ?? 0, 0),
  };
}

/** Patience in iterations: given directly, or floor(fraction·totalSteps). */
export function resolvePatience(
  patience: number | undefined,
  fraction: number | undefined,
  totalSteps: number | undefined,
  defaultFraction: number,
): number {
  if (totalSteps !== undefined) checkInteger('totalSteps', totalSteps, 1);
  if (patience !== undefined) {
    check(fraction === undefined, 'patienceFraction', fraction, 'nothing beside patience');
    return checkInteger('patience', patience, 0);
  }
  const tau = fraction ?? defaultFraction;
  check(Number.isFinite(tau) && tau >= 0 && tau <= 1, 'patienceFraction', tau, '0 ≤ patienceFraction ≤ 1');
  check(totalSteps !== undefined, 'totalSteps', totalSteps, 'the iterations planned, or give patience');
  return Math.floor(tau * totalSteps!);
}
