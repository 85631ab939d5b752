import type { Law, LossModel } from './lossModel.js';
import type { ModelTrace } from './modelTrace.js';
import { predictAnnealing } from './predictAnnealing.js';
import { predictSpectral } from './predictSpectral.js';

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
