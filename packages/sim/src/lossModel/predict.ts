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
 * @param trace a run, whose losses are not looked at
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
