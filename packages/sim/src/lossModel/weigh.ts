import type { Law, Weighed } from './lossModel.js';

/** Index of the first item at which the cumulative weight reaches a share. */
export function indexAtShare(weights: readonly number[], share: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    if (sum >= share * total * (1 - 1e-12)) return i;
  }
  return weights.length - 1;
}

/** A fitted law with the quality of its fit. */
export interface FittedLaw<Law> {
  readonly law: Law;
  /** Mean square of the relative error of the fitted rows, beyond their noise; see {@link FitRows.misfit}. */
  readonly misfit: number;
  /** Number of fitted parameters: amplitudes above 0 and others. */
  readonly terms: number;
}

/**
 * Number of independent values that a run counts as when laws are compared. Errors of laws are systematic, not noise,
 * so thousands of records must not exclude a law with an error of 1.1 % in favour of one with 1.0 %.
 */
export const independentValues = 15;

/** Maximum number of variants kept; those below a hundredth of the best one's weight are dropped too. */
const mostVariants = 40;

/**
 * Weights laws by misfit and number of terms:
 *
 *     weight ∝ prior · misfit^(−v/2) · v^(−terms/2)         v = independentValues (a tempered BIC)
 *
 * Laws that do not use their candidate power law are merged.
 */
export function weigh(candidates: readonly FittedLaw<Law>[]): Weighed[] {
  const least = leastMisfit(candidates);
  const seen = new Set<string>();
  const scored = candidates.flatMap(({ law, misfit, terms }) => {
    const key = sameAs(law);
    if (key !== null) {
      if (seen.has(key)) return [];
      seen.add(key);
    }
    const v = independentValues;
    return [{ law, score: logPrior(law) - (v / 2) * Math.log(misfit / least) - (terms / 2) * Math.log(v) }];
  });
  const best = Math.max(...scored.map(({ score }) => score));
  const kept = scored
    .filter(({ score }) => score > best - Math.log(100))
    .sort((a, b) => b.score - a.score)
    .slice(0, mostVariants);
  const total = kept.reduce((sum, { score }) => sum + Math.exp(score - best), 0);
  return kept.map(({ law, score }) => ({ law, weight: Math.exp(score - best) / total }));
}

export const leastMisfit = (candidates: readonly FittedLaw<Law>[]): number =>
  candidates.reduce((least, { misfit }) => Math.min(least, misfit), Infinity);

/**
 * Prior of laws: the exponent of the power law near one half, the floor power near three quarters. Both match the
 * runs used in development. They determine the result for runs that contain little information about them.
 */
export function logPrior(law: Law): number {
  const exponent = law.power ? -0.5 * ((law.power.exponent - 0.5) / 0.2) ** 2 : 0;
  return law.law === 'spectral' ? exponent - 0.5 * ((law.floorPower - 0.75) / 0.08) ** 2 : exponent;
}

/** Laws without a power law are the same for all of its exponents and scales. */
function sameAs(law: Law): string | null {
  if (law.power) return null;
  if (law.law === 'spectral') return `${law.floorPower} ${law.delayed.length > 0}`;
  return law.law === 'tissue' ? String(law.retention) : String(law.rateExponent);
}
