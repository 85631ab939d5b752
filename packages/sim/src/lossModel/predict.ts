import type { MultiPowerLaw, TissueLaw } from './annealingLaws.js';
import { floorColumns } from './floorColumns.js';
import type { Law, LossModel } from './lossModel.js';
import { memoryColumns } from './memoryColumns.js';
import type { ModelTrace } from './modelTrace.js';
import { decay, delayedDecay, powerDecay } from './modes.js';
import { MultiPowerAnnealing, TissueAnnealing } from './multiPowerAnnealing.js';
import type { Mode, SpectralLaw } from './spectralLaw.js';
import { annealingColumn, intrinsicTimes } from './stretches.js';

/** The annealing term of a law, at the start of a run. */
export const annealingOf = (law: TissueLaw | MultiPowerLaw, baseRate: number, firstRate: number) =>
  law.law === 'tissue'
    ? new TissueAnnealing(law.retention, firstRate)
    : new MultiPowerAnnealing(law, baseRate, firstRate);

/** The loss that Tissue's or the Multi-Power Law expects at the records of a run with these rates. */
function predictAnnealing(law: TissueLaw | MultiPowerLaw, trace: ModelTrace, baseRate: number): Float64Array {
  const drops = annealingColumn(trace, annealingOf(law, baseRate, trace.rates[0]!));
  const { power, limit, annealing } = law;
  return intrinsicTimes(trace).map((time, i) => {
    const slow = power ? power.amplitude * powerDecay(power.exponent, power.scale, time) : 0;
    return limit + slow - annealing * drops[i]!;
  });
}

/** The loss that a law expects at the records of a run with these rates. */
function predictSpectral(
  law: SpectralLaw,
  trace: ModelTrace,
  baseRate: number,
  epochLength: number | null,
): Float64Array {
  const { power } = law;
  const rates = (modes: readonly Mode[]) => modes.map(({ rate }) => rate);
  const floor = floorColumns(trace, baseRate, rates(law.floor), [law.floorPower]);
  const memory =
    epochLength === null
      ? []
      : memoryColumns(trace, baseRate, rates(law.memory), law.memoryPower, epochLength);
  return intrinsicTimes(trace).map((time, i) => {
    let loss = law.limit;
    if (power) loss += power.amplitude * powerDecay(power.exponent, power.scale, time);
    for (const { amplitude, rate } of law.decays) loss += amplitude * decay(rate, time);
    for (const { amplitude, rate } of law.delayed) loss += amplitude * delayedDecay(rate, time);
    law.floor.forEach(({ amplitude }, j) => {
      loss += amplitude * floor[j]![i]!;
    });
    law.memory.forEach(({ amplitude }, k) => {
      loss -= amplitude * (memory[k]?.[i] ?? 0);
    });
    return loss;
  });
}

/** The loss that one law expects at the records of a run. */
export const predictLaw = (
  law: Law,
  trace: ModelTrace,
  model: Pick<LossModel, 'baseRate' | 'epochLength'>,
): Float64Array =>
  law.law === 'spectral'
    ? predictSpectral(law, trace, model.baseRate, model.epochLength)
    : predictAnnealing(law, trace, model.baseRate);

/**
 * The loss that a model expects at the records of a run with these rates: the weighted mean of its variants.
 *
 * @param model a fitted model
 * @param trace a run; its losses are not used
 * @returns one loss per record
 * @example
 * const law: Law = { law: 'tissue', limit: 1, power: null, annealing: 2, retention: 0.5 };
 * const steps = Float64Array.from({ length: 100 }, (_, t) => t + 1);
 * const segment = { steps, losses: steps, learningRates: steps.map((t) => (t <= 50 ? 0.1 : 0.05)), plannedSteps: null, run: null };
 * const model = { baseRate: 0.1, epochLength: null, variants: [{ law, weight: 1 }] };
 * // A cut by 0.05 ends 2 · 0.05/(1 − 0.5) lower.
 * predict(model, modelTrace(segment, 'to be made', 'sampled')).at(-1); // 0.8…
 */
export function predict(
  model: Pick<LossModel, 'baseRate' | 'epochLength' | 'variants'>,
  trace: ModelTrace,
): Float64Array {
  const expected = new Float64Array(trace.steps.length);
  for (const { law, weight } of model.variants) {
    predictLaw(law, trace, model).forEach((loss, i) => {
      expected[i]! += weight * loss;
    });
  }
  return expected;
}
