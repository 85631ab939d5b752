import { annealingColumn } from './annealingColumns.js';
import type { MultiPowerLaw, TissueLaw } from './annealingLaws.js';
import type { ModelTrace } from './modelTrace.js';
import { powerDecay } from './modes.js';
import { MultiPowerAnnealing } from './multiPowerAnnealing.js';
import { intrinsicTimes } from './stretches.js';
import { TissueAnnealing } from './tissueAnnealing.js';

/** The annealing term of a law, at the start of a run. */
export const annealingOf = (law: TissueLaw | MultiPowerLaw, baseRate: number, firstRate: number) =>
  law.law === 'tissue'
    ? new TissueAnnealing(law.retention, firstRate)
    : new MultiPowerAnnealing(law, baseRate, firstRate);

/** The loss that Tissue's or the Multi-Power Law expects at the records of a run with these rates. */
export function predictAnnealing(
  law: TissueLaw | MultiPowerLaw,
  trace: ModelTrace,
  baseRate: number,
): Float64Array {
  const drops = annealingColumn(trace, annealingOf(law, baseRate, trace.rates[0]!));
  const { power, limit, annealing } = law;
  return intrinsicTimes(trace).map((time, i) => {
    const slow = power ? power.amplitude * powerDecay(power.exponent, power.scale, time) : 0;
    return limit + slow - annealing * drops[i]!;
  });
}
