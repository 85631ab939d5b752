import * as fc from 'fast-check';
import type { FastFaceOptions } from '../fastfaceOptions.js';

/** Ranges of the options. */
export interface OptionsRange {
  /** Smallest alpha and beta. Default 1e-3. */
  readonly minWeight?: number;
  /** Widest Haar kernel. Default 1. */
  readonly maxHaarWidth?: number;
}

/**
 * Options of the FastFace family that cause decisions within some hundred losses: patience below 30, thresholds of
 * both signs over nine decades, alpha and beta over the whole range on a logarithmic scale.
 */
export function fastfaceOptions(
  range: OptionsRange = {},
): fc.Arbitrary<FastFaceOptions & { readonly haarWidth: number }> {
  const { minWeight = 1e-3, maxHaarWidth = 1 } = range;
  const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const weight = real(Math.log(minWeight), 0).map(Math.exp);
  const options = fc.record({
    learningRate: real(-6, 1).map((exponent) => 10 ** exponent),
    minLearningRate: fc.constantFrom(0, 0, 0, 0, 0, 0, 0.3, 0.7, 1),
    alpha: weight,
    beta: weight,
    threshold: fc.tuple(real(-7, 2), fc.constantFrom(1, 1, 1, 1, 1, -1)).map(([e, sign]) => sign * 10 ** e),
    patience: fc.integer({ min: 0, max: 29 }),
    factor: fc.constantFrom(0.5, 0.1, 0.9, 1 / 3),
    maxReductions: fc.constantFrom(0, 1, 2, 8, 8, 8, 8),
    cooldown: fc.constantFrom(0, 0, 1, 7),
    haarWidth: fc.integer({ min: 1, max: maxHaarWidth }),
  });
  // The minimum rate is a share of the first rate.
  return options.map(({ minLearningRate, ...rest }) => ({
    ...rest,
    minLearningRate: minLearningRate * rest.learningRate,
  }));
}
