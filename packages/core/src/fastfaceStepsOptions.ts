import { checkKnown, checkPositive } from './check.js';
import { type FastFaceOptions, type ResolvedOptions, resolveOptions } from './fastfaceOptions.js';

/** Options of `fastfaceSteps`: the run length (or a patience) is needed, all others have defaults. */
export interface FastFaceStepsOptions
  extends Omit<FastFaceOptions, 'alpha' | 'beta' | 'threshold' | 'haarWidth'> {
  /**
   * κ: a loss that falls by less than κ standard deviations of its noise per patience is on a plateau, > 0.
   * Default 0.5. Dimensionless.
   */
  readonly noiseMultiple?: number;
  /** r: noise of the trend as a share of the threshold, for long patience, > 0. Default 0.25. Dimensionless. */
  readonly noiseRatio?: number;
}

/** Checked options and the values derived from them. */
export interface ResolvedAuto extends Omit<ResolvedOptions, 'threshold' | 'haarWidth' | 'beta'> {
  readonly noiseMultiple: number;
  /** The threshold in units of κ·σ/patience: 1 + e^(0.9 − alpha·patience/3). */
  readonly margin: number;
  /** Number of consecutive stationary iterations that are tolerated: half a patience and 18, at most a patience. */
  readonly stationaryLimit: number;
  /** Losses in the initial straight-line fit, 3/alpha; no decision before. */
  readonly startSteps: number;
  /** Iterations per block. A short block has at most 32; a middle block joins short ones to about 1/(5·alpha). */
  readonly fineSteps: number;
  readonly fineBlocks: number;
  readonly blockSteps: number;
  /** Middle blocks per mean of the window, about a sixteenth of the patience; and means in each half of the window. */
  readonly windowBlocks: number;
  readonly windowHalf: number;
}

const known = [
  'learningRate',
  'totalSteps',
  'patienceFraction',
  'patience',
  'noiseMultiple',
  'noiseRatio',
  'factor',
  'maxReductions',
  'minLearningRate',
  'cooldown',
] as const;

/** Checks the options and derives smoothing, block length and start from patience, κ and r. */
export function resolveAuto(name: string, options: FastFaceStepsOptions): ResolvedAuto {
  checkKnown(name, options, known);
  const { noiseMultiple: kappa = 0.5, noiseRatio = 0.25, ...rest } = options;
  const { threshold: _, haarWidth: __, beta: ___, ...resolved } = resolveOptions(name, rest);
  const noiseMultiple = checkPositive('noiseMultiple', kappa);
  const window = Math.max(1, resolved.patience);
  const steady = ((2 * checkPositive('noiseRatio', noiseRatio) * noiseMultiple) / window) ** (2 / 3);
  const alpha = Math.min(1, steady + 1.2 / window, 10 / window);
  const wanted = Math.max(1, Math.round(1 / (5 * alpha)));
  const fineSteps = Math.round(wanted / Math.ceil(wanted / 32));
  const fineBlocks = Math.round(wanted / fineSteps);
  const blockSteps = fineSteps * fineBlocks;
  const windowBlocks = Math.max(1, Math.round(window / (16 * blockSteps)));
  return {
    ...resolved,
    alpha,
    noiseMultiple,
    margin: 1 + Math.exp(0.9 - (alpha * window) / 3),
    stationaryLimit: Math.min(resolved.patience, Math.floor(resolved.patience / 2) + 18),
    startSteps: Math.ceil(3 / alpha),
    fineSteps,
    fineBlocks,
    blockSteps,
    windowBlocks,
    windowHalf: Math.max(1, Math.round(window / (2 * windowBlocks * blockSteps))),
  };
}
