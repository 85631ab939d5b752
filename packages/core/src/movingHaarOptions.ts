import { check, checkFactor, checkFinite, checkInteger, checkKnown, checkPositive } from './check.js';

/** Options of Moving Haar. The defaults are those of the published runs (arXiv 2404.11118, version 1). */
export interface MovingHaarOptions {
  /** Learning rate of the first update, > 0. Default 0.02. */
  readonly learningRate?: number;
  /** Iterations planned for the whole run; needed unless `window` is given. */
  readonly totalSteps?: number;
  /** m: iterations in the moving average and in the kernel, an integer ≥ 2. Default floor(0.015·totalSteps). */
  readonly window?: number;
  /** An iteration is stationary when H_t is below this, in units of loss. Default 0.06. */
  readonly threshold?: number;
  /**
   * Number of consecutive stationary iterations that are tolerated; the next one changes the rate. An integer ≥ 0.
   * Default 2·window.
   */
  readonly patience?: number;
  /** New rate = old rate × factor at a reduction, 0 < factor < 1. Default 0.5. */
  readonly factor?: number;
  /** Number of reductions in one stationary stretch before a restart, an integer ≥ 0. Default 3. */
  readonly restartAfter?: number;
  /** New rate = old rate × restartFactor at a restart, ≥ 1. Default 4. */
  readonly restartFactor?: number;
}

const known = [
  'learningRate',
  'totalSteps',
  'window',
  'threshold',
  'patience',
  'factor',
  'restartAfter',
  'restartFactor',
] as const;

export type ResolvedMovingHaar = Required<Omit<MovingHaarOptions, 'totalSteps'>>;

export function resolveMovingHaar(name: string, options: MovingHaarOptions): ResolvedMovingHaar {
  checkKnown(name, options, known);
  const { totalSteps, restartFactor = 4 } = options;
  if (totalSteps !== undefined) checkInteger('totalSteps', totalSteps, 1);
  const window = options.window ?? Math.floor(0.015 * (totalSteps ?? Number.NaN));
  check(Number.isSafeInteger(window) && window >= 2, 'window', window, 'an integer ≥ 2, or totalSteps ≥ 134');
  check(Number.isFinite(restartFactor) && restartFactor >= 1, 'restartFactor', restartFactor, 'a number ≥ 1');
  return {
    learningRate: checkPositive('learningRate', options.learningRate ?? 0.02),
    window,
    threshold: checkFinite('threshold', options.threshold ?? 0.06),
    patience: checkInteger('patience', options.patience ?? 2 * window, 0),
    factor: checkFactor('factor', options.factor ?? 0.5),
    restartAfter: checkInteger('restartAfter', options.restartAfter ?? 3, 0),
    restartFactor,
  };
}
