import { check, checkFactor, checkInteger, checkKnown, checkNotNegative, checkPositive } from './check.js';

/** Options of `growingHaar`. */
export interface GrowingHaarOptions {
  /** Rate of the first update, > 0. Default 0.02. */
  readonly learningRate?: number;
  /**
   * T: updates of the whole run, an integer ≥ 1. Without it the rule assumes that the run continues for as long
   * again.
   */
  readonly totalSteps?: number;
  /** κ: smallest fall worth waiting for, in noise deviations, > 0. Default 0.4. */
  readonly noiseMultiple?: number;
  /** z: standard errors added to the measured fall, in favour of holding, ≥ 0. Default 2.5. */
  readonly confidence?: number;
  /**
   * Minimum share of `totalSteps` between the start or the latest reduction and the next one, 0 ≤ earliest < 1.
   * Default 0.1.
   */
  readonly earliest?: number;
  /** New rate = old rate × factor, 0 < factor < 1. Default 0.5. */
  readonly factor?: number;
  /** Maximum number of reductions, an integer ≥ 0. Default 8. */
  readonly maxReductions?: number;
  /** Maximum number of back-offs, an integer ≥ 0. Default 8. */
  readonly maxBackOffs?: number;
}

/** The options with their defaults. */
export type ResolvedGrowingHaar = { readonly [Key in keyof GrowingHaarOptions]-?: number } & {
  readonly totalSteps: number | null;
};

/** Fills in the defaults. @throws RangeError naming the option, its value and its range */
export function resolveGrowingHaar(options: GrowingHaarOptions): ResolvedGrowingHaar {
  const known = [
    'learningRate',
    'totalSteps',
    'noiseMultiple',
    'confidence',
    'earliest',
    'factor',
    'maxReductions',
    'maxBackOffs',
  ];
  checkKnown('growingHaar', options, known);
  const factor = checkFactor('factor', options.factor ?? 0.5);
  const earliest = options.earliest ?? 0.1;
  const isShare = Number.isFinite(earliest) && earliest >= 0 && earliest < 1;
  check(isShare, 'earliest', earliest, '0 ≤ earliest < 1');
  return {
    learningRate: checkPositive('learningRate', options.learningRate ?? 0.02),
    totalSteps: options.totalSteps === undefined ? null : checkInteger('totalSteps', options.totalSteps, 1),
    noiseMultiple: checkPositive('noiseMultiple', options.noiseMultiple ?? 0.4),
    confidence: checkNotNegative('confidence', options.confidence ?? 2.5),
    earliest,
    factor,
    maxReductions: checkInteger('maxReductions', options.maxReductions ?? 8, 0),
    maxBackOffs: checkInteger('maxBackOffs', options.maxBackOffs ?? 8, 0),
  } as ResolvedGrowingHaar;
}
