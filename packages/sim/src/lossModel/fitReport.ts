import { type FitErrors, fitErrors } from './fitErrors.js';
import type { LossModel } from './lossModel.js';
import type { ModelTrace } from './modelTrace.js';
import { predict, predictLaw } from './predict.js';

/** A run with a model's prediction of it. */
export interface ShownRun {
  readonly trace: ModelTrace;
  readonly expected: Float64Array;
  /** Smallest and largest prediction of the variants at each record. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Number of fitted records; 0 for a run that was not fitted. */
  readonly fitted: number;
  readonly inSample: FitErrors | null;
  readonly heldOut: FitErrors | null;
}

/** A model's prediction of a run, of which it was fitted to the first `fitted` records. */
export function shownRun(model: LossModel, trace: ModelTrace, fitted: number): ShownRun {
  const expected = predict(model, trace);
  const low = expected.slice();
  const high = expected.slice();
  for (const { law } of model.variants) {
    predictLaw(law, trace, model).forEach((loss, i) => {
      if (loss < low[i]!) low[i] = loss;
      if (loss > high[i]!) high[i] = loss;
    });
  }
  const { length } = trace.losses;
  return {
    trace,
    expected,
    low,
    high,
    fitted,
    inSample: fitted > 0 ? fitErrors(trace.losses, expected, 0, fitted) : null,
    heldOut: fitted < length ? fitErrors(trace.losses, expected, fitted, length) : null,
  };
}
